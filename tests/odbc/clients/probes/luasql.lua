-- Lua's luasql.odbc.
local UNIT, RECORD, GROUP, NOTHING, FAILED = "\x1f", "\x1e", "\x1d", "\x15", "\x18"
local connection = assert(require("luasql.odbc").odbc():connect(arg[1]))

local function rows(sql)
  local cursor, problem = connection:execute(sql)
  if not cursor then return io.write(FAILED, problem) end
  local width = #cursor:getcolnames()
  local row = cursor:fetch({}, "n")
  while row do
    local cells = {}
    for index = 1, width do cells[index] = row[index] == nil and NOTHING or tostring(row[index]) end
    io.write(table.concat(cells, UNIT), RECORD)
    row = cursor:fetch({}, "n")
  end
  cursor:close()
end

for line in io.lines() do
  rows(line:sub(#"rows" + 2))
  io.write(GROUP)
end
connection:close()
