# Portico as a container image: docker build -t portico .
#
# The bases are pinned by tag, so that building again brings Debian's security updates. To pin their bytes too, ask
#   docker buildx imagetools inspect debian:bookworm-slim
# for the digest and write it behind the tag: debian:bookworm-slim@sha256:...

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# What the lock file names for this platform, and no package runs anything of its own. One of them is the Node that
# Portico runs on; the rest of that package (headers, manuals) stays behind.
RUN npm ci --omit=dev --ignore-scripts \
  && mkdir /runtime \
  && mv node_modules/node-linux-*/bin/node node_modules/node-linux-*/LICENSE /runtime/ \
  && rm -r node_modules/node-linux-* node_modules/.bin

FROM debian:bookworm-slim
RUN groupadd --system --gid 10001 portico \
  && useradd --system --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin portico \
  && install --directory --owner=portico --group=portico --mode=0700 /data \
  && ln -s /app/bin/portico.js /usr/local/bin/portico
COPY --from=packages /runtime/node /usr/local/bin/node
COPY --from=packages /runtime/LICENSE /usr/local/share/doc/node/LICENSE
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY LICENSE package.json ./
COPY bin ./bin
COPY src ./src

ENV NODE_ENV=production PORTICO_LISTEN=0.0.0.0:8080 PORTICO_DATA=/data
# A number, so that whoever starts the image can see that it is not root's.
USER 10001:10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "require('node:http').get('http://127.0.0.1:8080/healthz', ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
# No shell and no npm in between: SIGTERM arrives, and what is under way finishes.
ENTRYPOINT ["node", "/app/bin/portico.js"]
CMD ["serve"]
