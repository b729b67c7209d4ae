import { createServer } from 'node:http'

// The least a Node process can do to answer discovery: one fixed text, no routing, no headers of its own.
const port = Number(process.argv[2])
const body = JSON.stringify({ issuer: `http://localhost:${port}`, filler: 'x'.repeat(1800) })

createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' })
  response.end(body)
}).listen(port, '127.0.0.1')
