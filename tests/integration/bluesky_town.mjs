// A real network of Bluesky on loopback with two accounts: ours, which has written, and a citizen's.
import { createRequire } from 'node:module'

export const POST = 'app.bsky.feed.post'

export const keyOf = (made) => made.uri.split('/').pop()

export const put = async (agent, collection, record, rkey) => {
  const { data } = await agent.com.atproto.repo.createRecord({
    repo: agent.accountDid,
    collection,
    rkey,
    record: { $type: collection, createdAt: new Date().toISOString(), ...record },
  })
  return { uri: data.uri, cid: data.cid }
}

export const post = (agent, record) => put(agent, POST, record)

const join = (agent, name) =>
  agent.createAccount({
    handle: `${name}.test`,
    email: `${name}@voorbeelddam.example`,
    password: 'een-wachtwoord',
  })

// With a database (PostgreSQL) of ours, and Redis at REDIS_HOST, it has an AppView as well.
const start = ({ TestNetwork, TestNetworkNoAppView }) => {
  const alone = { plc: {}, pds: { hostname: 'localhost' } }
  const dbPostgresUrl = process.env.WEERKLANK_BLUESKY_DB
  if (!dbPostgresUrl) return TestNetworkNoAppView.create(alone)
  const letters = Array.from({ length: 12 }, () => String.fromCharCode(97 + Math.random() * 26))
  const dbPostgresSchema = `town_${letters.join('')}`
  return TestNetwork.create({ ...alone, dbPostgresUrl, dbPostgresSchema, bsky: {}, ozone: {} })
}

// Starts it, and lets both write; `many` short posts stand before all others.
export const town = async (modules, many) => {
  const load = createRequire(`${modules}/here.js`)
  const { RichText } = load('@atproto/api')
  const network = await start(load('@atproto/dev-env'))
  const us = network.pds.getAgent()
  const them = network.pds.getAgent()
  await join(us, 'gemeente')
  await join(them, 'trijntje-vlier')
  await put(us, 'app.bsky.actor.profile', { displayName: 'Gemeente Voorbeelddam' }, 'self')
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const uploaded = await us.uploadBlob(Buffer.from(png, 'base64'), { encoding: 'image/png' })
  for (let n = 0; n < many; n++) await post(us, { text: `Bericht ${n}`, langs: ['nl'] })
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

  // An edit and a deletion, as an account makes them.
  const change = async () => {
    const where = { repo: us.accountDid, collection: POST }
    await us.com.atproto.repo.deleteRecord({ ...where, rkey: keyOf(gone) })
    await us.com.atproto.repo.putRecord({
      ...where,
      rkey: keyOf(edited),
      record: { $type: POST, text: 'Om 10 uur', createdAt: new Date().toISOString() },
    })
    await network.processAll?.()
  }
  await network.processAll?.()
  return { network, us, them, change }
}
