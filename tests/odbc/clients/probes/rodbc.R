# R's RODBC.
suppressMessages(library(RODBC))
unit <- "\x1f"; record <- "\x1e"; group <- "\x1d"; nothing <- "\x15"; failed <- "\x18"
connection <- odbcDriverConnect(commandArgs(TRUE)[1])
if (connection == -1) quit(status = 1)

emit <- function(frame) {
  if (is.character(frame)) return(cat(failed, frame, sep = ""))
  cells <- lapply(frame, text)
  if (nrow(frame)) cat(paste0(do.call(paste, c(unname(cells), sep = unit)), record), sep = "")
}
text <- function(column) {
  if (is.list(column)) return(sapply(column, function(bytes) if (length(bytes)) paste(bytes, collapse = "") else nothing))
  plain <- if (is.numeric(column)) format(column, digits = 17, trim = TRUE, scientific = FALSE) else column
  ifelse(is.na(column), nothing, plain)
}

answer <- function(verb, argument = "", ...) switch(verb,
  rows = sqlQuery(connection, argument, as.is = TRUE, stringsAsFactors = FALSE),
  tables = sqlTables(connection)["TABLE_NAME"],
  columns = sqlColumns(connection, argument)["COLUMN_NAME"],
  keys = sqlPrimaryKeys(connection, argument)["COLUMN_NAME"])

for (line in readLines(file("stdin"), encoding = "UTF-8")) {
  emit(do.call(answer, as.list(strsplit(line, unit, fixed = TRUE)[[1]])))
  cat(group)
}
close(connection)
