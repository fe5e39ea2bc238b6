// Completed generations with kafkajs (npm install kafkajs): node consumer.mjs localhost:9092 ads
// At least once: what is done twice by the same ce_id must have no effect. Here ids are kept in memory; keep them where the work is,
// in one transaction with it, as DeduplicatingConsumer.java does.
import { Kafka, logLevel } from 'kafkajs'

const [brokers, groupId] = process.argv.slice(2)
const consumer = new Kafka({ clientId: groupId, brokers: brokers.split(','), logLevel: logLevel.WARN }).consumer({ groupId })
const seen = new Set()

await consumer.connect()
await consumer.subscribe({ topic: 'generation.completed', fromBeginning: true })
await consumer.run({
  // the offset is committed after this has ended without a failure
  eachMessage: async ({ message }) => {
    const id = message.headers.ce_id.toString()
    if (seen.has(id)) return
    const { outcome, results, failure, correlationId } = JSON.parse(message.value.toString())
    console.log(id, outcome, correlationId, results.map(result => result.url), failure?.code ?? '')
    seen.add(id)
  }
})

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => consumer.disconnect().then(() => process.exit(0)))
