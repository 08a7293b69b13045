# Checked with hadolint, never built by the project's own tests.
FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.lock /tmp/requirements.lock
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/requirements.lock

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent tracker \
    && install --directory --owner=tracker --group=tracker --mode=0700 /data
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY manage.py ./
COPY tracker ./tracker
COPY people ./people
COPY cases ./cases
COPY reports ./reports
COPY templates ./templates
COPY static ./static
RUN python -m compileall -q /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    TRACKER_NO_VENV=1 \
    TRACKER_ENV=production \
    TRACKER_DATA=/data
USER 10001:10001
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "wsgi", "tracker.wsgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "8", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "20"]
