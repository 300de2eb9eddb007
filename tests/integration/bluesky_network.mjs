// Starts a network of Bluesky itself on loopback: the directory, the server of the accounts and the
// AppView, and one front for the three, as a double is. Says on one line where they listen. Reads
// `settle` (let the AppView take in all that was written), `deaf` (let it hear nothing from now on)
// and `hear`, and answers each with `done`; runs until its standard input ends.
// node bluesky_network.mjs MODULES, with WEERKLANK_BLUESKY_DB and REDIS_HOST
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import net from 'node:net'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

// Its parts listen at every address of the machine when they are not told otherwise.
const { listen } = net.Server.prototype
net.Server.prototype.listen = function (port, ...more) {
  return typeof port === 'number' && typeof more[0] !== 'string'
    ? listen.call(this, port, '127.0.0.1', ...more)
    : listen.call(this, port, ...more)
}

const found = createRequire(`${process.argv[2]}/here.js`).resolve('@atproto/dev-env')
const { TestNetwork } = await import(pathToFileURL(found))
const network = await TestNetwork.create({
  dbPostgresUrl: process.env.WEERKLANK_BLUESKY_DB,
  dbPostgresSchema: 'town',
  pds: { hostname: 'localhost' },
})
const { plc, pds, bsky } = network

const APPVIEW = /^\/xrpc\/(app\.bsky\.|com\.atproto\.identity\.)/
const OF_THE_WAY = new Set(['connection', 'content-encoding', 'content-length', 'keep-alive', 'transfer-encoding'])
const whose = (path) => (path.startsWith('/did:') ? plc : APPVIEW.test(path) ? bsky : pds)
const front = createServer(async (asked, reply) => {
  const given = await fetch(`${whose(asked.url).url}${asked.url}`)
  const headers = [...given.headers].filter(([name]) => !OF_THE_WAY.has(name))
  reply.writeHead(given.status, Object.fromEntries(headers))
  reply.end(Buffer.from(await given.arrayBuffer()))
})
front.listen(0, '127.0.0.1', () => {
  const address = `http://127.0.0.1:${front.address().port}`
  console.log(JSON.stringify({ front: address, pds: pds.url, plc: plc.url, bsky: bsky.url }))
})

const commands = {
  settle: () => network.processAll(60000),
  deaf: () => bsky.sub.stop(),
  hear: () => bsky.sub.start(),
}
for await (const line of createInterface({ input: process.stdin })) {
  await commands[line]()
  console.log('done')
}
process.exit(0)
