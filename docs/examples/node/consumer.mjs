// Completed generations with kafkajs: npm install, then node consumer.mjs localhost:9092 ads postgres://ads@localhost/ads
// Applies each exactly once, however often its event comes and whenever this process dies: the id of the event and the work are
// one transaction of the database, and the offset is committed after it. tables.sql has the tables.
import { Kafka, logLevel } from 'kafkajs'
import pg from 'pg'

const [brokers, groupId, url] = process.argv.slice(2)
const database = new pg.Client(url)
const consumer = new Kafka({ clientId: groupId, brokers: brokers.split(','), logLevel: logLevel.WARN }).consumer({ groupId })

async function take ({ message }) {
  const [id, type, caller] = ['ce_id', 'ce_type', 'ce_caller'].map(name => message.headers[name].toString())
  // by its configured name: the topic has the events of others
  if (caller !== 'ads') return
  // a topic of one's own has the events of results that were stored late, too
  if (type === 'dev.gengate.generation.stored.v1') return
  await database.query('begin')
  const seen = await database.query('insert into seen_event (ce_id) values ($1) on conflict do nothing', [id])
  if (seen.rowCount === 1) await apply(message.key.toString(), type, message.value.toString())
  await database.query('commit')
}

// The work: here a row. What is no part of the transaction, such as a mail, is left to who reads that row.
async function apply (generation, outcome, event) {
  await database.query('insert into applied values ($1, $2, $3)', [generation, outcome, event])
}

// ends the process, and with it the transaction; whoever runs it starts it again, and the event comes again
function fail (failure) {
  console.error(failure)
  process.exit(1)
}

database.on('error', fail)
// kafkajs starts again by itself after what may be over in a moment; after anything else it would do nothing, for ever
consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || fail(payload.error))
await database.connect()
await consumer.connect()
await consumer.subscribe({ topic: 'generation.completed', fromBeginning: true })
await consumer.run({ eachMessage: message => take(message).catch(fail) })

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => consumer.disconnect().then(() => process.exit(0)))
