"""How `make serve` and the Dockerfile serve Wengert; docs/deploy.md says what the environment may change."""

import os
import shutil
import tempfile

# Workers count in one folder; prometheus-client reads its name when it is imported.
_counts = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="wengert-counts-")

# Before NumPy is there: matrices are small here, and threads of its own would only take a processor from other answers.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from prometheus_client import multiprocess

from wengert.web.middleware.logs import CONFIG
from wengert.web.settings import Settings

_settings = Settings.from_environment(os.environ)

wsgi_app = "app:create_app()"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
# A worker computes on one core at a time, and owns its children; two, so that one is there while another starts.
workers = int(os.environ.get("WEB_CONCURRENCY", max(2, os.cpu_count() or 1)))
worker_class = "wengert.web.servers.worker.Worker"
# Threads wait for children and for turns more than they compute. All who may wait so together are fewer (a test counts
# them), so that some are left for small questions.
threads = 96
# Each worker makes the app itself, for its children must be forked by the process that asks them.
preload_app = False
# SymPy, Graphviz and caches grow with what they are fed: a worker is replaced before that amounts to anything, and the
# workers at different times.
max_requests, max_requests_jitter = 20_000, 4_000
# A worker that does not tell that it lives for so long is killed; its threads' own work is bounded by limits.py.
timeout = 30
# For answers that have begun, when the server is told to stop.
graceful_timeout = 20
# Longer than a person's pause between two edits, and than nginx keeps its connections idle.
keepalive = 75
# The longest address, and the method and protocol around it.
limit_request_line = _settings.limits.address + 100
limit_request_fields, limit_request_field_size = 64, 8_190
# Nobody steers this server through a socket; a read-only file system could not hold one.
control_socket_disable = True
# Only our own logs, which hold no addresses; nothing that a proxy claims is believed by gunicorn itself.
accesslog = None
logconfig_dict = CONFIG
forwarded_allow_ips = ""


def post_worker_init(worker):
    """It has loaded the app, and started its children."""
    worker.log.info("Worker ready (pid: %s)", worker.pid)


def child_exit(server, worker):
    """A worker's counts stay; what it said about its own state does not."""
    multiprocess.mark_process_dead(worker.pid)


def on_exit(server):
    """The folder goes with the server."""
    shutil.rmtree(_counts, ignore_errors=True)
