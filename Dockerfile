# The bot as a container: docs/operating.md says how to run it.
FROM python:3.11-slim-bookworm AS build
WORKDIR /opt/plenary
RUN python -m venv /opt/venv
COPY pyproject.toml requirements.lock ./
COPY deploy/runtime_lock.py deploy/
# Of the lock only what the running bot needs; each file is checked against its hash.
RUN python deploy/runtime_lock.py > /tmp/runtime.lock \
    && /opt/venv/bin/pip install --disable-pip-version-check --no-cache-dir --require-hashes -r /tmp/runtime.lock
COPY . .
# What installs is not needed to run.
RUN /opt/venv/bin/pip install --disable-pip-version-check --no-deps --no-build-isolation --editable . \
    && find templates -name '*.po' -exec sh -c '/opt/venv/bin/pybabel --quiet compile -i "$1" -o "${1%.po}.mo"' _ {} \; \
    && /opt/venv/bin/python -m compileall -q bot handlers \
    && /opt/venv/bin/python -m bot.commandline.prepare \
    && /opt/venv/bin/pip uninstall --quiet --yes setuptools wheel pip

FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 plenary \
    && useradd --system --uid 10001 --gid plenary --home-dir /var/lib/plenary --shell /usr/sbin/nologin plenary \
    && install --directory --owner plenary --group plenary --mode 0700 /var/lib/plenary
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/plenary /opt/plenary
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PLENARY_DATABASE=/var/lib/plenary/plenary.db \
    PLENARY_LISTEN=0.0.0.0:8080 \
    PLENARY_LOG_FORMAT=json
USER 10001:10001
WORKDIR /var/lib/plenary
VOLUME /var/lib/plenary
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-I", "-c", "import http.client, sys; bot = http.client.HTTPConnection('127.0.0.1', 8080, timeout=4); bot.request('GET', '/health'); sys.exit(bot.getresponse().status != 200)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["plenary"]
CMD ["run"]
