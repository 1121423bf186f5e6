import configparser
import shlex
import signal
from pathlib import Path

from deploy.local.programs import Program
from deploy.local.supervisor_config import config, handed_over

KAFKA = Program(
    name="kafka",
    group="servers",
    arguments=['/odd % ; # "folder"/it\'s java', "@java.args"],
    directory=Path("/odd % ; # 'home'/kafka"),
    environment={"LC_ALL": "C.UTF-8"},
    stop_seconds=4,
)
POSTGRES = Program(
    name="postgres",
    group="servers",
    arguments=["postgres", "-c", "listen_addresses="],
    directory=Path("/home"),
    environment={},
    stop_seconds=4,
    stop_signal=signal.SIGINT,
    user="nobody",
)
GATEWAY = Program(
    name="gateway",
    group="services",
    arguments=["python", "-m", "services.gateway"],
    directory=Path("/srv"),
    environment={"PACTWATCH_OPS_PORT": "21000", "SHARE": "100%"},
    stop_seconds=5,
)


def parsed(*programs: Program) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(inline_comment_prefixes=(";", "#"))
    parser.read_string(config(programs, Path("/run/supervisor.sock")))
    return parser


def test_no_folder_name_is_written_into_the_file() -> None:
    text = config([KAFKA], Path("/run/supervisor.sock"))

    assert "odd" not in text
    assert "%(ENV_PACTWATCH_COMMAND_KAFKA)s" in text


def test_what_is_handed_over_is_split_into_the_same_arguments() -> None:
    variables = handed_over([KAFKA])

    assert shlex.split(variables["PACTWATCH_COMMAND_KAFKA"]) == list(KAFKA.arguments)
    assert variables["PACTWATCH_FOLDER_KAFKA"] == str(KAFKA.directory)


def test_what_dies_is_started_again_for_ever() -> None:
    program = parsed(GATEWAY)["program:gateway"]

    assert program["autorestart"] == "true"
    assert int(program["startretries"]) >= 1_000_000


def test_services_are_stopped_before_the_servers_they_need_within_ten_seconds() -> None:
    file = parsed(KAFKA, POSTGRES, GATEWAY)

    assert file["group:servers"]["programs"] == "kafka,postgres"
    assert int(file["group:services"]["priority"]) > int(file["group:servers"]["priority"])  # stopped from the highest
    longest = [int(file[f"program:{name}"]["stopwaitsecs"]) for name in ("gateway", "kafka")]
    assert sum(longest) < 10


def test_postgres_is_ended_by_its_own_signal_under_its_own_account() -> None:
    program = parsed(POSTGRES)["program:postgres"]

    assert program["stopsignal"] == "INT"
    assert program["user"] == "nobody"


def test_a_percent_sign_in_a_programs_environment_survives_expansion() -> None:
    environment = parsed(GATEWAY)["program:gateway"]["environment"]

    assert environment % {} == 'PACTWATCH_OPS_PORT="21000",SHARE="100%"'
