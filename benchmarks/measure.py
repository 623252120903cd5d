"""Runs one program and reports its time, its processor time and its memory.

    python -I -S measure.py REPORT PROGRAM [ARGUMENT …]

A process of its own, and a small one: what a program uses at most is never less than what the
process used that started it, so the benchmark itself must not be that one.
"""

import json
import os
import signal
import sys
import time


def main(report: str, command: list[str]) -> None:
    """Run `command`, write seconds, megabytes and exit status to `report`.

    `cpu` is that of the program and of all processes it waited for, `peak` the memory of the
    largest of them.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        # Whoever stops the program stops the whole group; the figures must still be written.
        signal.signal(number, lambda *_: None)
    begin = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ)
    _, status, used = os.wait4(pid, 0)
    figures = {
        "wall": time.perf_counter() - begin,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6,
        "status": os.waitstatus_to_exitcode(status),
    }
    with open(report, "w", encoding="utf-8") as file:  # noqa: PTH123  (pathlib would cost memory)
        json.dump(figures, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
