"""What processes took, by /proc (Linux): CPU seconds, memory, and the load of the machine."""

import os
from pathlib import Path


def children() -> list[int]:
    """The processes that this one started."""
    pid = os.getpid()
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_s(pid: int) -> float:
    """CPU seconds of a process since its start, in steps of a hundredth."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Resident memory; pages that processes share are divided among them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "Pss":
            return int(value.split()[0]) * 1024 / 1e6
    raise RuntimeError(f"/proc/{pid}/smaps_rollup tells no Pss")


def load() -> str:
    """The load of the machine, for reading wall-clock figures."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
