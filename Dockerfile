# Two stages: the first has what installing needs, the second only what running needs.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/civicwatch
COPY requirements.lock requirements-build.lock ./
RUN /opt/civicwatch/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
# Build tools stay outside the environment that is copied.
RUN python -m venv /opt/build && /opt/build/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements-build.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
RUN /opt/build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/civicwatch/bin/pip install --no-cache-dir --no-deps --no-index /wheels/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data civicwatch && install -d -o civicwatch -g civicwatch /data
COPY --from=build /opt/civicwatch /opt/civicwatch
COPY feeds.yaml /etc/civicwatch/feeds.yaml
ENV PATH=/opt/civicwatch/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CIVICWATCH_DATABASE_URL=sqlite:////data/civicwatch.sqlite3 \
    CIVICWATCH_FEEDS_FILE=/etc/civicwatch/feeds.yaml \
    CIVICWATCH_PID_FILE=/data/civicwatch.pid
USER civicwatch
WORKDIR /data
VOLUME /data
# Docker sees by itself whether the process lives; this tells whether it can reach its database.
HEALTHCHECK --interval=5m --timeout=30s --start-period=1m CMD ["civicwatch", "status"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["civicwatch"]
CMD ["run"]
