"""Start the registrar: `python -m services.registrar`."""

from services.registrar.app import work
from services.registrar.settings import RegistrarSettings
from shared.service import main

if __name__ == "__main__":
    main("registrar", RegistrarSettings, work)
