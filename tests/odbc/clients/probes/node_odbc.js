// node's odbc.
const odbc = require(process.argv[3])
const [UNIT, RECORD, GROUP, NOTHING, FAILED] = ['\x1f', '\x1e', '\x1d', '\x15', '\x18']

const text = cell => {
  if (cell === null || cell === undefined) return NOTHING
  return cell instanceof ArrayBuffer ? Buffer.from(cell).toString('hex') : String(cell)
}
const emit = rows => process.stdout.write(rows.map(row => row.map(text).join(UNIT) + RECORD).join(''))
const column = (rows, name) => rows.map(row => [row[name]])
const cells = result => result.map(row => result.columns.map(({ name }) => row[name]))
const parameter = given => ({ i: Number, s: String, n: () => null }[given[0]](given.slice(2)))

const steps = {
  rows: async (connection, sql) => cells(await connection.query(sql)),
  bind: async (connection, sql, ...parameters) => {
    const statement = await connection.createStatement()
    await statement.prepare(sql)
    await statement.bind(parameters.map(parameter))
    const rows = cells(await statement.execute())
    await statement.close()
    return rows
  },
  blocks: async (connection, sql) => {
    const cursor = await connection.query(sql, { cursor: true, fetchSize: 1000 })
    const rows = []
    while (!cursor.noData) rows.push(...(await cursor.fetch()).map(row => Object.values(row)))
    await cursor.close()
    return rows
  },
  tables: async connection => column(await connection.tables(null, null, null, null), 'TABLE_NAME'),
  columns: async (connection, table) => column(await connection.columns(null, null, table, null), 'COLUMN_NAME'),
  keys: async (connection, table, schema) => column(await connection.primaryKeys(null, schema, table), 'COLUMN_NAME')
}

const problem = error => (error.odbcErrors || []).map(({ state, message }) => `${state} ${message}`).join(' ') || error.stack

async function main () {
  const connection = await odbc.connect(process.argv[2])
  for (const line of require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
    const [verb, ...rest] = line.split(UNIT)
    try {
      emit(await steps[verb](connection, ...rest))
    } catch (error) {
      process.stdout.write(FAILED + problem(error))
    }
    process.stdout.write(GROUP)
  }
  await connection.close()
}

main().catch(error => { console.error(problem(error)); process.exitCode = 1 })
