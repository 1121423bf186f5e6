"""supervisord's configuration, as text.

Folder names may hold spaces, quotes, percent signs, semicolons and hashes, all of which mean something in that file.
So no path is written into it: each is handed over in supervisord's environment, and the file names the variable.
"""

import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.programs import SERVERS_GROUP, SERVICES_GROUP, Program

_LOG_BYTES = "10MB"
_LOG_BACKUPS = 3
# supervisord waits one second longer after each failed start and counts its tries; so many are for ever.
_NEVER_GIVE_UP = 1_000_000

# Started from the lowest, stopped from the highest: services end while Kafka and PostgreSQL still answer them.
_PRIORITIES = {SERVERS_GROUP: 1, SERVICES_GROUP: 2}


def config(programs: Sequence[Program], socket: Path) -> str:
    """The configuration file, for a supervisord whose working folder is the home.

    Args:
        programs: what is kept alive; nothing starts before it is asked for.
        socket: where supervisord answers; its path must be plain, as `socket_folder` makes it.
    """
    sections = [
        _section("unix_http_server", {"file": socket, "chmod": "0700"}),
        _section(
            "supervisord",
            {
                "nodaemon": "true",
                "logfile": "logs/supervisord.log",
                "logfile_maxbytes": _LOG_BYTES,
                "logfile_backups": 1,
                "pidfile": f"{socket.with_suffix('.pid')}",
                # Said out loud, root is fine; unsaid, supervisord warns at each start.
                **({"user": "root"} if os.geteuid() == 0 else {}),
            },
        ),
        _section("rpcinterface:supervisor", {"supervisor.rpcinterface_factory": _RPC_INTERFACE}),
    ]
    sections += [_program(program) for program in programs]
    for group, priority in _PRIORITIES.items():
        members = ",".join(program.name for program in programs if program.group == group)
        if members:
            sections.append(_section(f"group:{group}", {"programs": members, "priority": priority}))
    return "\n".join(sections)


def handed_over(programs: Sequence[Program]) -> dict[str, str]:
    """The environment variables that the configuration names."""
    variables = {}
    for program in programs:
        variables[_variable("COMMAND", program)] = shlex.join(program.arguments)
        variables[_variable("FOLDER", program)] = str(program.directory)
    return variables


_RPC_INTERFACE = "supervisor.rpcinterface:make_main_rpcinterface"


def _program(program: Program) -> str:
    environment = ",".join(f'{name}="{value}"' for name, value in program.environment.items())
    return _section(
        f"program:{program.name}",
        {
            "command": f"%(ENV_{_variable('COMMAND', program)})s",
            "directory": f"%(ENV_{_variable('FOLDER', program)})s",
            "environment": environment.replace("%", "%%"),
            "autostart": "false",
            "autorestart": "true",
            "startsecs": 1,
            "startretries": _NEVER_GIVE_UP,
            "stopsignal": program.stop_signal.name.removeprefix("SIG"),
            "stopwaitsecs": program.stop_seconds,
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": f"logs/{program.name}.log",
            "stdout_logfile_maxbytes": _LOG_BYTES,
            "stdout_logfile_backups": _LOG_BACKUPS,
            **({"user": program.user} if program.user else {}),
        },
    )


def _variable(what: str, program: Program) -> str:
    return f"PACTWATCH_{what}_{program.name.upper().replace('-', '_')}"


def _section(name: str, options: Mapping[str, object]) -> str:
    lines = [f"[{name}]", *(f"{key}={value}" for key, value in options.items())]
    return "\n".join(lines) + "\n"
