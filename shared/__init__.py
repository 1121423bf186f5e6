"""What more than one service needs, and nothing else."""

__version__ = "0.1.0"
