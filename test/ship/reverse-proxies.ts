import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Capability } from '../setup/capabilities.ts'
import { type Server, startServer } from '../support/child-process.ts'
import { createVisitor } from '../support/http-client.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { TestCa } from '../support/test-ca.ts'
import { projectFile } from './dockerfile.ts'

const guide = projectFile('docs/guide/proxies.md')

/** What the guide says to put into a proxy's configuration: the first block below its heading. */
export const blockOf = (proxy: string): string => {
  const [, block] = new RegExp(`^## ${proxy}$[\\s\\S]*?^\`\`\`\\w+\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(guide) ?? []
  if (block === undefined) throw new Error(`docs/guide/proxies.md shows no block for ${proxy}`)
  return block
}

interface Place {
  readonly folder: string
  readonly tlsPort: number
  readonly plainPort: number
  readonly certificate: string
  readonly key: string
}

interface Proxy {
  readonly heading: string
  readonly file: string
  readonly needs: Capability | undefined
  readonly program: string
  /** The block, as it stands in the guide but for host and ports, in what else a configuration needs around it. */
  configuration(block: string, place: Place): Readonly<Record<string, string>>
  arguments(folder: string): readonly string[]
}

/** Exchanges what differs from one installation to the next, and insists that it was there. */
const adapt = (block: string, changes: readonly (readonly [string, string])[]): string =>
  changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the block does not say ${from}`)
    return text.replaceAll(from, to)
  }, block)

export const proxies: readonly Proxy[] = [
  {
    heading: 'Caddy',
    file: 'deploy/caddy/Caddyfile',
    needs: 'caddy',
    program: '/usr/bin/caddy',
    configuration: (block, { tlsPort, plainPort, certificate, key }) => ({
      Caddyfile: `{
  admin off
  http_port ${plainPort}
}
${adapt(block, [['id.example.org {', `https://localhost:${tlsPort} {\n  tls ${certificate} ${key}`]])}`,
    }),
    arguments: (folder) => ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')],
  },
  {
    heading: 'nginx',
    file: 'deploy/nginx/portico.conf',
    needs: 'nginx',
    program: '/usr/sbin/nginx',
    configuration: (block, { folder, tlsPort, plainPort, certificate, key }) => ({
      'nginx.conf': `daemon off;
pid ${folder}/nginx.pid;
error_log stderr;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
${adapt(block, [
  ['listen 80;', `listen 127.0.0.1:${plainPort};`],
  ['listen [::]:80;', ''],
  ['listen 443 ssl;', `listen 127.0.0.1:${tlsPort} ssl;`],
  ['listen [::]:443 ssl;', ''],
  ['/etc/letsencrypt/live/id.example.org/fullchain.pem', certificate],
  ['/etc/letsencrypt/live/id.example.org/privkey.pem', key],
  ['https://id.example.org$request_uri', `https://localhost:${tlsPort}$request_uri`],
  ['id.example.org', 'localhost'],
])}
}`,
    }),
    arguments: (folder) => ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')],
  },
  {
    heading: 'Traefik',
    file: 'deploy/traefik/portico.yaml',
    needs: undefined,
    program: ['/usr/bin/traefik', '/usr/local/bin/traefik'].find((path) => existsSync(path)) ?? '',
    configuration: (block, { folder, tlsPort, certificate, key }) => ({
      'portico.yaml': `${adapt(block, [
        ['id.example.org', 'localhost'],
        ['tls:\n        certResolver: letsencrypt\n', 'tls: {}\n'],
      ])}
tls: { certificates: [{ certFile: ${certificate}, keyFile: ${key} }] }`,
      'traefik.yaml': `entryPoints: { websecure: { address: "127.0.0.1:${tlsPort}" } }
providers: { file: { filename: ${join(folder, 'portico.yaml')}, watch: false } }`,
    }),
    arguments: (folder) => [`--configFile=${join(folder, 'traefik.yaml')}`],
  },
]

/** Starts the proxy with the guide's block, in front of what listens at `inner` and answers there already. */
export const startProxy = async (
  proxy: Proxy,
  {
    inner,
    ports,
    ca,
  }: { readonly inner: string; readonly ports: readonly [tls: number, plain: number]; readonly ca: TestCa },
): Promise<Server> => {
  const folder = await temporaryFolder({ readable: true })
  const [tlsPort, plainPort] = ports
  const [certificate, key] = [join(folder.path, 'certificate.pem'), join(folder.path, 'key.pem')]
  const identity = ca.issue('localhost')
  await writeFile(certificate, identity.cert)
  await writeFile(key, identity.key, { mode: 0o600 })
  const block = adapt(blockOf(proxy.heading), [['127.0.0.1:8080', new URL(inner).host]])
  const place = { folder: folder.path, tlsPort, plainPort, certificate, key }
  for (const [name, text] of Object.entries(proxy.configuration(block, place))) {
    await writeFile(join(folder.path, name), text)
  }
  const visitor = createVisitor({ ca: ca.cert })
  const server = await startServer({
    command: proxy.program,
    args: proxy.arguments(folder.path),
    readyUrl: `https://localhost:${tlsPort}/healthz`,
    isReady: async (url) => (await visitor.get(url).catch(() => undefined))?.status === 200,
    cwd: folder.path,
    env: { HOME: folder.path, XDG_DATA_HOME: folder.path, XDG_CONFIG_HOME: folder.path, PATH: '/usr/bin:/bin' },
  })
  return { ...server, stop: (signal) => server.stop(signal).finally(folder.remove) }
}
