"""Somebody who does what docs/tutorial.md says."""

import os
import re
import subprocess
import threading
import time
import urllib.request
from pathlib import Path
from subprocess import CompletedProcess

from tests.installed import clean_environment, run
from tests.tutorial import Step, save

PATIENCE = 30.0


class Newcomer:
    """Does one step after the other and remembers what was printed last."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.home = folder
        self.environment = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
        self.folder = folder
        self.printed = ""
        self.server: subprocess.Popen[str] | None = None
        self.reader = threading.Thread()
        self.address = ""

    def do(self, step: Step) -> None:
        """Do one step, or compare what it says is printed."""
        if step.kind == "out":
            for line in step.text.splitlines():
                assert line.strip() in self.printed, f"{line}\nis not in\n{self.printed}"
        elif step.kind != "sh":
            save(self.folder, step)
        elif step.words == "serve":
            self.serve(step.text.strip())
        else:
            done = self.type(step.text)
            assert done.returncode == (1 if step.words == "fails" else 0), done.stderr
            self.printed = done.stdout + done.stderr

    def type(self, commands: str) -> CompletedProcess[str]:
        """Type commands; a change of folder lasts."""
        done = run(f"{commands}\npwd", self.folder, self.environment)
        if done.returncode == 0:
            *lines, last = done.stdout.splitlines(keepends=True)
            self.folder = Path(last.strip())
            done.stdout = "".join(lines)
        return done

    def serve(self, command: str) -> None:
        """Let `serve` run, and wait until it tells its address."""
        self.server = subprocess.Popen(
            command.split(),
            cwd=self.folder,
            env=clean_environment() | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.server.stdout is not None
        line = next(line for line in self.server.stdout if "Serving" in line)
        # Another port is taken when this one is in use.
        self.printed = re.sub(r":\d+/", ":8000/", line)
        self.address = line.split()[1]
        self.reader = threading.Thread(target=self.server.stdout.read, daemon=True)
        self.reader.start()

    def leave(self) -> None:
        """Stop what runs."""
        if self.server is not None:
            self.server.terminate()
            self.server.wait(timeout=20)
            self.reader.join(timeout=20)
            assert self.server.stdout is not None
            self.server.stdout.close()

    def sees(self, path: str, words: str) -> bool:
        """Tell whether a page that is served comes to have these words."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=PATIENCE) as answer:
                if words in answer.read().decode():
                    return True
            time.sleep(0.1)
        return False
