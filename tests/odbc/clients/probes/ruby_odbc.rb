# Ruby's odbc.
require 'odbc'
UNIT, RECORD, GROUP, NOTHING, FAILED = "\x1f", "\x1e", "\x1d", "\x15", "\x18"

def text(cell)
  return NOTHING if cell.nil?
  cell.is_a?(String) && !cell.force_encoding('UTF-8').valid_encoding? ? cell.unpack1('H*') : cell.to_s
end

def emit(rows)
  rows.each { |row| print row.map { |cell| text(cell) }.join(UNIT), RECORD }
end

def column(statement, index)
  statement.fetch_all.map { |row| [row[index]] }
ensure
  statement.drop
end

def bound(database, sql, *given)
  values = given.map { |text| { 'i' => text[2..].to_i, 's' => text[2..] }[text[0]] }
  statement = database.run(sql, *values)
  statement.fetch_all || []
ensure
  statement&.drop
end

def answer(database, verb, *rest)
  case verb
  when 'rows', 'bind' then bound(database, *rest)
  when 'tables' then column(database.tables, 2)
  when 'columns' then column(database.columns(rest[0]), 3)
  when 'keys' then column(database.primary_keys(rest[0]), 3)
  end
end

database = ODBC::Database.new.drvconnect(ARGV[0])
STDIN.set_encoding('UTF-8').each_line(chomp: true) do |line|
  begin
    emit(answer(database, *line.split(UNIT, -1)))
  rescue ODBC::Error => error
    print FAILED, error.message
  end
  print GROUP
end
database.disconnect
