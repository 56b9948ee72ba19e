# An image of Sluice. The first stage builds it with Maven; the image itself needs only Java 17. Both stages use Debian with
# its packages of Maven and Java, so Docker fetches one base image, and security updates come from one place.
#
#   docker build -t sluice .
#   docker build -t sluice:gpu --build-arg FLAVOUR=gpu .    PyTorch for CUDA 12.4 (amd64 only, 6 GB more)
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
# The Java packages create links in the folder for manuals, which Debian's slim images do not have.
RUN mkdir -p /usr/share/man/man1 \
    && apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends maven openjdk-17-jdk-headless unzip \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
ARG FLAVOUR=cpu
RUN --mount=type=cache,target=/root/.m2 \
    case $FLAVOUR in cpu) profile= ;; gpu) profile=-Pgpu ;; *) echo "FLAVOUR is cpu or gpu, not $FLAVOUR" >&2; exit 1 ;; esac \
    && mvn -B -ntp -Dspotless.check.skip $profile package \
    && mkdir -p /opt/sluice/natives \
    && tar xzf target/sluice-*.tar.gz -C /opt/sluice --strip-components 1

# The image contains the unpacked native libraries, because a container may have a read-only root and could not unpack them.
# Loading the models makes DJL unpack its libraries, and proves that this image can run the models.
WORKDIR /opt/sluice
ENV DJL_CACHE_DIR=/opt/sluice/natives
RUN for manifest in models/*/model.json; do ./sluice model check "${manifest%/*}" || exit 1; done
# DJL unpacks CUDA's libraries only on a machine with a GPU, and the build has none. So this step puts them into the folder
# that DJL would use. DJL finds a GPU through libcudart.so, which must be on the library path.
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
# Without a library on the library path, RocksDB unpacks its own into the temporary folder. A read-only container may not
# execute files there.
RUN case $(dpkg --print-architecture) in amd64) rocksdb=linux64 ;; arm64) rocksdb=linux-aarch64 ;; esac \
    && unzip -q -p lib/rocksdbjni-*.jar "librocksdbjni-$rocksdb.so" > natives/librocksdbjni.so \
    && chmod -R a+rX natives # DJL's folders are readable only for their owner

FROM ${BASE}
RUN mkdir -p /usr/share/man/man1 \
    && apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends openjdk-17-jre-headless curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin sluice \
    && install -d -o sluice -g sluice /data /secrets
COPY --from=build /opt/sluice /opt/sluice
ENV LANG=C.UTF-8 \
    DJL_CACHE_DIR=/opt/sluice/natives \
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
