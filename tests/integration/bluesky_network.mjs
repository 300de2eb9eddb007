// Starts a real network of Bluesky on loopback, makes two accounts, and saves the exports of one
// as its server gives them: before and after an edit and a deletion, with DID document and media.
// node bluesky_network.mjs MODULES OUT
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [modules, out] = process.argv.slice(2)
const load = createRequire(`${modules}/here.js`)
const { TestNetworkNoAppView } = load('@atproto/dev-env')
const { RichText } = load('@atproto/api')

const network = await TestNetworkNoAppView.create({ plc: {}, pds: { hostname: 'localhost' } })
const us = network.pds.getAgent()
const them = network.pds.getAgent()

const join = (agent, name) =>
  agent.createAccount({
    handle: `${name}.test`,
    email: `${name}@voorbeelddam.example`,
    password: 'een-wachtwoord',
  })
const put = async (agent, collection, record, rkey) => {
  const { data } = await agent.com.atproto.repo.createRecord({
    repo: agent.accountDid,
    collection,
    rkey,
    record: { $type: collection, createdAt: new Date().toISOString(), ...record },
  })
  return { uri: data.uri, cid: data.cid }
}
const post = (agent, record) => put(agent, 'app.bsky.feed.post', record)
const keyOf = (made) => made.uri.split('/').pop()
const save = async (name) => {
  const { data } = await us.com.atproto.sync.getRepo({ did: us.accountDid })
  writeFileSync(`${out}/${name}`, data)
}

mkdirSync(`${out}/blobs`, { recursive: true })
await join(us, 'gemeente')
await join(them, 'trijntje-vlier')
await put(us, 'app.bsky.actor.profile', { displayName: 'Gemeente Voorbeelddam' }, 'self')
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const uploaded = await us.uploadBlob(Buffer.from(png, 'base64'), { encoding: 'image/png' })
for (let n = 0; n < 60; n++) await post(us, { text: `Bericht ${n}`, langs: ['nl'] })
const first = await post(us, {
  text: 'De brug is dicht',
  embed: {
    $type: 'app.bsky.embed.images',
    images: [{ image: uploaded.data.blob, alt: 'De brug' }],
  },
})
const asked = await post(them, { text: 'Hoe lang?', reply: { root: first, parent: first } })
const text = new RichText({ text: '@trijntje-vlier.test tot morgen https://voorbeelddam.example #brug' })
await text.detectFacets(us)
await post(us, {
  text: text.text,
  facets: text.facets,
  reply: { root: first, parent: asked },
})
await post(us, { text: 'Zie dit', embed: { $type: 'app.bsky.embed.record', record: asked } })
await put(us, 'app.bsky.feed.repost', { subject: asked })
await put(us, 'app.bsky.feed.like', { subject: asked })
await put(us, 'app.bsky.graph.follow', { subject: them.accountDid })
const rule = { $type: 'app.bsky.feed.threadgate#mentionRule' }
await put(us, 'app.bsky.feed.threadgate', { post: first.uri, allow: [rule] }, keyOf(first))
const gone = await post(us, { text: 'Dit gaat weg' })
const edited = await post(us, { text: 'Om 9 uur' })
await save('before.car')

const where = { repo: us.accountDid, collection: 'app.bsky.feed.post' }
await us.com.atproto.repo.deleteRecord({ ...where, rkey: keyOf(gone) })
await us.com.atproto.repo.putRecord({
  ...where,
  rkey: keyOf(edited),
  record: { $type: where.collection, text: 'Om 10 uur', createdAt: new Date().toISOString() },
})
await save('after.car')
const document = await fetch(`${network.plc.url}/${us.accountDid}`)
writeFileSync(`${out}/did.json`, await document.text())
const { data } = await us.com.atproto.sync.listBlobs({ did: us.accountDid })
for (const cid of data.cids) {
  const blob = await us.com.atproto.sync.getBlob({ did: us.accountDid, cid })
  writeFileSync(`${out}/blobs/${cid}`, blob.data)
}
writeFileSync(`${out}/them.txt`, them.accountDid)
process.exit(0)
