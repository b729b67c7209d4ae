import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { z } from 'zod'
import { settings } from '../../src/config/settings.ts'
import { all, execForm, projectFile, readDockerfile } from './dockerfile.ts'

const stages = readDockerfile(projectFile('Dockerfile'))
const image = stages.at(-1)

const shipped = projectFile('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))

describe('the image', () => {
  it('stands on bases of a named release', () => {
    for (const { base } of stages) assert.match(base, /^[a-z]+:[0-9a-z.-]+$/, base)
    for (const { base } of stages) assert.doesNotMatch(base, /:latest$/)
  })

  it('runs as nobody that the system knows as root, by number', () => {
    const [user = ''] = all(image, 'USER')
    const [uid, gid] = user.split(':').map(Number)
    assert.ok(Number(uid) >= 1000 && Number(gid) >= 1000, user)
    const afterUser = image?.instructions.slice(image.instructions.findIndex(({ name }) => name === 'USER')) ?? []
    assert.deepEqual(
      afterUser.map(({ name }) => name).filter((name) => ['RUN', 'COPY', 'ADD'].includes(name)),
      [],
    )
  })

  it('starts Node with nothing in between that would swallow SIGTERM', () => {
    assert.deepEqual(execForm(all(image, 'ENTRYPOINT')[0]), ['node', '/app/bin/portico.js'])
    assert.deepEqual(execForm(all(image, 'CMD')[0]), ['serve'])
  })

  it('keeps everything in one volume', () => {
    assert.deepEqual(all(image, 'VOLUME'), ['/data'])
    assert.match(all(image, 'ENV').join(' '), /PORTICO_DATA=\/data\b/)
  })

  it('looks after itself with its own Node', () => {
    const [node, flag, script = ''] = execForm(all(image, 'HEALTHCHECK')[0])
    assert.deepEqual([node, flag], ['node', '-e'])
    assert.match(script, /\/healthz/)
  })

  it('is made of what is named, and of nothing that lies in the folder by chance', () => {
    assert.equal(shipped[0], '*')
    const allowed = shipped.slice(1).map((line) => line.replace(/^!/, ''))
    for (const name of allowed) assert.ok(existsSync(new URL(`../../${name}`, import.meta.url)), name)
    const copied = stages
      .flatMap((stage) => all(stage, 'COPY'))
      .filter((rest) => !rest.startsWith('--from='))
      .flatMap((rest) => rest.split(/\s+/).slice(0, -1))
    assert.deepEqual([...new Set(copied)].sort(), [...allowed].sort())
    assert.deepEqual(
      stages.flatMap((stage) => all(stage, 'ADD')),
      [],
    )
  })

  it('has no secret among its settings', () => {
    const given = stages.flatMap((stage) => [...all(stage, 'ENV'), ...all(stage, 'ARG')]).join(' ')
    assert.doesNotMatch(given, /SECRET|PASSWORD|TOKEN|DATABASE_URL/)
  })
})

const service = z.object({
  image: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  privileged: z.boolean().optional(),
  volumes: z.array(z.string()).default([]),
  extends: z.object({ file: z.string(), service: z.string() }).optional(),
})
const composition = z.object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.unknown()) })
const read = (path: string) => composition.parse(parse(projectFile(path)))

describe('compose', () => {
  const { services, volumes } = read('compose.yaml')
  const { portico } = services
  assert.ok(portico)

  it('leaves Portico nothing to write to but its volume and /tmp', () => {
    assert.equal(portico.read_only, true)
    assert.deepEqual(portico.volumes, ['data:/data'])
    assert.deepEqual(Object.keys(volumes), ['data'])
  })

  it('leaves Portico no rights beyond those of its user', () => {
    assert.deepEqual(portico.cap_drop, ['ALL'])
    assert.ok(portico.security_opt.includes('no-new-privileges:true'))
    assert.equal(portico.privileged, undefined)
  })

  it('passes on every setting that may stand in .env', () => {
    const fixed = ['PORTICO_LISTEN', 'PORTICO_DATA', 'PORTICO_CONFIG', 'PORTICO_SECRET_FILE', 'DATABASE_URL']
    const passed = Object.keys(portico.environment)
    assert.deepEqual(
      Object.keys(settings).filter((name) => !passed.includes(name)),
      Object.keys(settings).filter((name) => fixed.includes(name)),
    )
  })

  it('is reached from this machine only, since the proxy that speaks https is there', () => {
    for (const port of portico.ports) assert.match(port, /^127\.0\.0\.1:/)
  })

  it('has the same Portico with PostgreSQL', () => {
    const other = read('compose.postgres.yaml').services['portico']
    assert.deepEqual(other?.extends, { file: 'compose.yaml', service: 'portico' })
    assert.equal(other?.read_only, undefined)
    assert.deepEqual(other?.ports, [])
  })

  it('does not start on PostgreSQL without a password and a sealing secret', () => {
    const environment = read('compose.postgres.yaml').services['portico']?.environment ?? {}
    for (const name of ['PORTICO_SECRET', 'DATABASE_URL']) assert.match(environment[name] ?? '', /\$\{\w+:\?/, name)
  })

  for (const path of ['compose.yaml', 'compose.postgres.yaml']) {
    it(`holds no secret: ${path}`, () => {
      for (const { environment } of Object.values(read(path).services)) {
        for (const [name, value] of Object.entries(environment)) {
          if (/SECRET|PASSWORD/.test(name)) assert.match(value, /^\$\{\w+:(\?[^}]+|-)\}$/, name)
          const written = value.replaceAll(/\$\{[^}]*\}/g, '')
          assert.doesNotMatch(written, /:\/\/[^/]*:[^@/]+@/, `${name} has a password in it`)
        }
      }
    })

    it(`sets nothing that is no setting: ${path}`, () => {
      const environment = read(path).services['portico']?.environment ?? {}
      for (const name of Object.keys(environment)) assert.ok(name in settings, name)
    })

    it(`names the release of every image it fetches: ${path}`, () => {
      for (const [name, { image: fetched }] of Object.entries(read(path).services)) {
        if (name !== 'portico' && fetched !== undefined) assert.match(fetched, /:\d/, fetched)
      }
    })
  }
})
