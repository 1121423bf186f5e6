"""Start the gateway: `python -m services.gateway`."""

from services.gateway.app import work
from services.gateway.settings import GatewaySettings
from shared.service import main

if __name__ == "__main__":
    main("gateway", GatewaySettings, work)
