# Alongside for those who have Docker; `docker compose up` starts it with a PostgreSQL of its own.
FROM python:3.13-slim

RUN useradd --system --uid 10001 --create-home alongside \
    && install --directory --owner alongside --mode 0700 /var/lib/alongside
WORKDIR /srv/alongside
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/base.txt
COPY network network
COPY schema schema
COPY seed seed
COPY migrations migrations

USER alongside
ENV HOST=0.0.0.0 PORT=8000 DATA=/var/lib/alongside
VOLUME /var/lib/alongside
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["python", "-m", "network.cli", "serve"]
