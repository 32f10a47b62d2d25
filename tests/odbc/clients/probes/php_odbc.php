<?php
// PHP's odbc_* functions.
const UNIT = "\x1f", RECORD = "\x1e", GROUP = "\x1d", NOTHING = "\x15", FAILED = "\x18";

function emit(array $cells): void
{
    echo implode(UNIT, array_map(fn ($cell) => $cell ?? NOTHING, $cells)), RECORD;
}

function emit_all($result): void
{
    odbc_longreadlen($result, 1 << 20);
    while (odbc_fetch_row($result)) {
        $row = [];
        for ($i = 1; $i <= odbc_num_fields($result); $i++) {
            $row[] = odbc_result($result, $i);
        }
        emit($row);
    }
}

function emit_column($result, string $name): void
{
    while ($row = odbc_fetch_array($result)) {
        emit([$row[$name]]);
    }
}

function parameter(string $text): int|string|null
{
    return match ($text[0]) { 'i' => (int) substr($text, 2), 's' => substr($text, 2), 'n' => null };
}

function bound($link, string $sql, string ...$parameters): void
{
    $statement = odbc_prepare($link, $sql) ?: throw new Exception(odbc_errormsg($link));
    odbc_execute($statement, array_map('parameter', $parameters)) ?: throw new Exception(odbc_errormsg($link));
    emit_all($statement);
}

function answer($link, array $step): void
{
    match ($step[0]) {
        'rows' => emit_all(odbc_exec($link, $step[1]) ?: throw new Exception(odbc_error($link) . ' ' . odbc_errormsg($link))),
        'bind' => bound($link, ...array_slice($step, 1)),
        'tables' => emit_column(odbc_tables($link), 'TABLE_NAME'),
        'columns' => emit_column(odbc_columns($link, null, null, $step[1], '%'), 'COLUMN_NAME'),
        'keys' => emit_column(odbc_primarykeys($link, null, $step[2], $step[1]), 'COLUMN_NAME'),
    };
}

error_reporting(E_ALL & ~E_WARNING);
$link = odbc_connect($argv[1], '', '') or exit(odbc_errormsg() . "\n");
while (($line = fgets(STDIN)) !== false) {
    try {
        answer($link, explode(UNIT, rtrim($line, "\n")));
    } catch (Exception $error) {
        echo FAILED, $error->getMessage();
    }
    echo GROUP;
}
odbc_close($link);
