"""The performance bench against this application, everything from generating the data to the ratios:

    .venv/bin/python -m tests.load.compare BENCH --scale S|M|L [--work FOLDER] [--workloads W1,W4] [--pull]

BENCH is the folder of the bench. The references (`rawhttp`, `drf`) and the application use one PostgreSQL, the
embedded one, with the settings that `up` gives it. What was made before in FOLDER is used again.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg2

from tests.load.memory import watched
from tracker import embedded

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ["django==5.2.*", "djangorestframework", "django-filter", "gunicorn", "psycopg2-binary"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--scale", choices=["S", "M", "L"], default="S")
    parser.add_argument("--work", type=Path, default=ROOT / ".data" / "bench")
    parser.add_argument("--workloads", default="W1,W2c,W3,W4,W5,W5i,W6")
    parser.add_argument("--reps", default="3")
    parser.add_argument("--pull", action="store_true", help="the full pull instead, with the memory of the servers")
    parser.add_argument("--pull-limit", default="0", help="records that are enough of a pull by pages; 0: all")
    parser.add_argument("--without-drf", action="store_true")
    parser.add_argument("--only-load", action="store_true", help="load what is not there yet, and measure another time")
    parser.add_argument("--port", type=int, default=8100, help="the application's; the references take the two above")
    asked = parser.parse_args()
    Run(asked).run()


class Run:
    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.bench: Path = asked.bench.resolve()
        self.work: Path = asked.work.resolve()
        self.files = self.work / asked.scale
        self.data = self.work / f"app-{asked.scale}"
        self.database = f"perf_{asked.scale.lower()}"
        self.server = embedded.sockets_folder(self.data) / "postgres"
        self.dsn = f"host={self.server} user={embedded.OWNER} dbname={self.database}"
        self.app, self.raw, self.drf = asked.port, asked.port + 1, asked.port + 2
        self.python = self.work / "venv" / "bin" / "python"

    def run(self) -> None:
        self.work.mkdir(parents=True, exist_ok=True)
        if not self.python.exists():
            subprocess.run([sys.executable, "-m", "venv", self.work / "venv"], check=True)
            subprocess.run([self.python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
        if not (self.files / "meta.json").exists():
            subprocess.run(
                [sys.executable, self.bench / "gen.py", "--scale", self.asked.scale, "--out", self.files], check=True
            )
        self.manage("migrate", "--verbosity", "0")
        with self.application() as pid:
            self.load()
            if self.asked.only_load:
                return
            with self.references() as pids:
                self.measure({"app": pid, **pids})

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "TRACKER_DATA": str(self.data), "TRACKER_API_RATE": "1000000"}

    def load(self) -> None:
        """The same files into every system, those that are not there yet."""
        admin = psycopg2.connect(f"host={self.server} user={embedded.OWNER} dbname=postgres")
        admin.autocommit = True
        with contextlib.closing(admin), admin.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {self.database}")
                self.reference_script("load_raw.py", "--dsn", self.dsn, "--data", str(self.files))
                self.reference_script("drf_baseline/load_drf.py", str(self.files))
        if not (self.files / "app_ids.json").exists():
            say(self.manage("load_bench", str(self.files)).rsplit("\r", 1)[-1])
        self.token = self.manage("create_token", f"bench {time.time():.0f}", "--audience", "partner").split()[-1]

    def reference_script(self, script: str, *arguments: str) -> None:
        command = [self.python, self.bench / script, *arguments]
        subprocess.run(command, cwd=self.bench, env=self.reference_environment, check=True)

    @property
    def reference_environment(self) -> dict[str, str]:
        own = {"BENCH_DSN": self.dsn, "BENCH_DB": self.database, "BENCH_HOST": str(self.server)}
        return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONDONTWRITEBYTECODE": "1"}

    @contextlib.contextmanager
    def application(self) -> Iterator[int]:
        """The application as `up` runs it, with as many web processes as the references have; its web server's pid."""
        command = [sys.executable, "manage.py", "up", "--port", str(self.app), "--workers", "2"]
        with running(command, ROOT, self.environment, f"http://127.0.0.1:{self.app}/health/ready") as process:
            children = subprocess.run(
                ["pgrep", "-P", str(process.pid), "-f", "granian"], stdout=subprocess.PIPE, text=True
            )
            yield int(children.stdout.split()[0])

    @contextlib.contextmanager
    def references(self) -> Iterator[dict[str, int]]:
        gunicorn = [str(self.python), "-m", "gunicorn", "-w", "2"]
        raw = [*gunicorn, "--threads", "4", "-b", f"127.0.0.1:{self.raw}", "raw_http:app"]
        drf = [*gunicorn, "-b", f"127.0.0.1:{self.drf}", "--timeout", "900", "--chdir", "drf_baseline"]
        drf.append("django.core.wsgi:get_wsgi_application()")
        environment = self.reference_environment
        with contextlib.ExitStack() as stack:
            site = f"http://127.0.0.1:{self.raw}/W6?id="
            pids = {"rawhttp": stack.enter_context(running(raw, self.bench, environment, site)).pid}
            if not self.asked.without_drf:
                site = f"http://127.0.0.1:{self.drf}/api/persons/?page_size=1"
                pids["drf"] = stack.enter_context(running(drf, self.bench, environment, site)).pid
            yield pids

    def measure(self, pids: dict[str, int]) -> None:
        out = self.work / f"{self.asked.scale}-{'pull' if self.asked.pull else 'latency'}.json"
        systems = {"rawhttp": self.raw, "app": self.app} | ({} if self.asked.without_drf else {"drf": self.drf})
        command = [sys.executable, "-c", BENCH, "--data", str(self.files), "--out", str(out), "--reps", self.asked.reps]
        if self.asked.pull:
            command += ["--pull", "--pull-limit", self.asked.pull_limit]
            command += [part for name, pid in pids.items() for part in ("--pid", f"{name}={pid}")]
        else:
            command += ["--workloads", self.asked.workloads, "--system", f"raw=raw@{self.dsn}"]
        for name, port in systems.items():
            command += ["--system", f"{name}={name}@http://127.0.0.1:{port}"]
        ours = {
            "APP_IDS": str(self.files / "app_ids.json"),
            "APP_TOKEN": self.token,
            "APP_URL": f"http://127.0.0.1:{self.app}",
        }
        postgres = int((self.data / "postgres" / "postmaster.pid").read_text().split()[0])
        with watched(postgres) as memory:
            environment = {**os.environ, **ours, "PYTHONPATH": str(self.bench)}
            subprocess.run(command, cwd=self.bench, env=environment, check=True)
        say(
            f"PostgreSQL beside its shared buffers: {memory[0] / 1e6:.0f} MB before, {max(memory) / 1e6:.0f} MB at most"
        )
        if not self.asked.pull:
            say(against_rawhttp(json.loads(out.read_text())))


# The bench looks for a person's full name where its own references have it; this API has it elsewhere.
BENCH = """
import json, sys, types
import bench

def loads(text):
    answer = json.loads(text)
    for case in answer.get("results", []) if isinstance(answer, dict) else []:
        if isinstance(case.get("person"), dict):
            case["full_name"] = case["person"].get("name")
    return answer

bench.json = types.SimpleNamespace(load=json.load, dump=json.dump, dumps=json.dumps, loads=loads)
sys.dont_write_bytecode = True
bench.main()
"""


def against_rawhttp(found: dict) -> str:
    """The ratios of the medians to `rawhttp`, repetition by repetition, as the targets state them."""
    lines = []
    for workload, systems in found["results"].items():
        for name, times in systems.items():
            ratios = sorted(
                (mine["p50"] / mine["records"]) / (theirs["p50"] / theirs["records"])
                for mine, theirs in zip(times, systems["rawhttp"], strict=True)
            )
            agree = found["agreement"].get(workload, {}).get(name)
            median = sorted(t["p50"] for t in times)[len(times) // 2]
            lines.append(
                f"{workload:4} {name:8} {median:9.2f} ms  {ratios[len(ratios) // 2]:6.2f} of rawhttp  agree {agree}"
            )
    return "\n".join(lines)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextlib.contextmanager
def running(command: list[str], folder: Path, environment: dict[str, str], site: str) -> Iterator[subprocess.Popen]:
    """A server that answers, ended with the block."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 120
        while not answers(site):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{' '.join(command)} does not answer")
            time.sleep(0.2)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def answers(site: str) -> bool:
    try:
        with urllib.request.urlopen(site, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


if __name__ == "__main__":
    main()
