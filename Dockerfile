# Sluice in an image: built with Maven, run with Java 17 alone. Both stages are Debian with its own Maven and Java, so one
# base is fetched, and security updates come from one place.
#
#   docker build -t sluice .
#   docker build -t sluice:gpu --build-arg FLAVOUR=gpu .    PyTorch for CUDA 12.4 (amd64 only, 6 GB more)
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
# Debian's slim images have no folder for manuals, and Java's installation makes links there.
RUN mkdir -p /usr/share/man/man1 \
    && apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends maven openjdk-17-jdk-headless unzip \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
ARG FLAVOUR=cpu
RUN --mount=type=cache,target=/root/.m2 \
    case $FLAVOUR in cpu) profile= ;; gpu) profile=-Pgpu ;; *) echo "FLAVOUR is cpu or gpu, not $FLAVOUR" >&2; exit 1 ;; esac \
    && mvn -B -ntp -Dspotless.check.skip -Djacoco.skip $profile package \
    && mkdir -p /opt/sluice/natives \
    && tar xzf target/sluice-*.tar.gz -C /opt/sluice --strip-components 1

# Natives are unpacked here, so that nothing is when a container starts, whose root may be read-only. Loading the models
# makes DJL unpack what they need, and shows that this image can run them.
WORKDIR /opt/sluice
ENV DJL_CACHE_DIR=/opt/sluice/natives
RUN for manifest in models/*/model.json; do ./sluice model check "${manifest%/*}" || exit 1; done
# DJL takes CUDA's natives only where there is a GPU, and here is none: they are put where it would have put them. It looks
# for a GPU through libcudart.so, which must be on the library path.
RUN if [ "$FLAVOUR" = gpu ]; then \
        cd lib && natives=$(ls pytorch-native-cu*-linux-x86_64.jar) \
        && flavour=$(echo "$natives" | sed 's/pytorch-native-\(cu[0-9]*\)-.*/\1/') \
        && version=$(unzip -p "$natives" native/lib/pytorch.properties | sed -n 's/^version=//p') \
        && djl=$(ls pytorch-engine-*.jar | sed 's/pytorch-engine-\(.*\)\.jar/\1/') \
        && cache=/opt/sluice/natives/pytorch/$version-$flavour-linux-x86_64 \
        && unzip -q -j "$natives" "pytorch/$flavour/linux-x86_64/*" -d "$cache" \
        && unzip -q -p pytorch-jni-*.jar "jnilib/linux-x86_64/$flavour/libdjl_torch.so" > "$cache/$djl-libdjl_torch.so" \
        && ln -s "$cache"/libcudart-*.so.* /opt/sluice/natives/libcudart.so; \
    fi
# RocksDB unpacks itself into the temporary folder, where a read-only container may execute nothing, unless it is found here.
RUN case $(dpkg --print-architecture) in amd64) rocksdb=linux64 ;; arm64) rocksdb=linux-aarch64 ;; esac \
    && unzip -q -p lib/rocksdbjni-*.jar "librocksdbjni-$rocksdb.so" > natives/librocksdbjni.so \
    && chmod -R a+rX natives # DJL's folders are for their owner alone

FROM ${BASE}
RUN mkdir -p /usr/share/man/man1 \
    && apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends openjdk-17-jre-headless curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin sluice \
    && install -d -o sluice -g sluice /data
COPY --from=build /opt/sluice /opt/sluice
ENV DJL_CACHE_DIR=/opt/sluice/natives \
    LD_LIBRARY_PATH=/opt/sluice/natives \
    KAFKA_STATE_DIR=/data \
    SLUICE_HTTP_HOST=0.0.0.0 \
    SLUICE_OPTS=-XX:MaxRAMPercentage=40
WORKDIR /opt/sluice
USER 10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD curl -fsS "http://127.0.0.1:${SLUICE_HTTP_PORT:-8080}/health/ready"
ENTRYPOINT ["/opt/sluice/sluice"]
CMD ["--help"]
