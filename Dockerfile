# Wengert in a container of its own: docs/deploy.md says how to run it.
#   docker build -t wengert .
#   docker run --read-only --tmpfs /tmp --mount type=volume,src=wengert-data,dst=/data -p 127.0.0.1:8000:8000 wengert

FROM python:3.11-slim AS packages
COPY requirements.txt /
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r /requirements.txt \
 && /venv/bin/pip uninstall --yes --quiet pip setuptools

FROM node:22-slim AS bundle
WORKDIR /page
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY scripts/bundle.mjs scripts/
COPY static static
RUN node scripts/bundle.mjs

FROM packages AS wheel
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY graphs graphs
COPY wengert wengert
COPY templates templates
COPY --from=bundle /page/static static
RUN python -m pip wheel --no-cache-dir --disable-pip-version-check --no-deps --wheel-dir /wheels . \
 && python -m pip --python /venv install --no-cache-dir --disable-pip-version-check --no-deps --no-index /wheels/*.whl \
 && /venv/bin/python -m compileall -q -j 0 /venv/lib/python3.11/site-packages/graphs /venv/lib/python3.11/site-packages/wengert

FROM python:3.11-slim
# A fixed number, so that a volume's files keep their owner from image to image.
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin wengert \
 && install --directory --owner wengert --group wengert --mode 700 /data
COPY --from=wheel /venv /venv
WORKDIR /app
COPY app.py gunicorn.conf.py ./
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 WENGERT_DATA=/data
USER wengert
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000"]
