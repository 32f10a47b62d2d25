<?php
// PHP's PDO_ODBC.
const UNIT = "\x1f", RECORD = "\x1e", GROUP = "\x1d", NOTHING = "\x15", FAILED = "\x18";

function emit_all(PDOStatement $result): void
{
    foreach ($result as $row) {
        echo implode(UNIT, array_map(fn ($cell) => $cell ?? NOTHING, $row)), RECORD;
    }
}

function bound(PDO $database, string $sql, string ...$parameters): PDOStatement
{
    $statement = $database->prepare($sql);
    foreach ($parameters as $index => $text) {
        match ($text[0]) {
            'i' => $statement->bindValue($index + 1, (int) substr($text, 2), PDO::PARAM_INT),
            's' => $statement->bindValue($index + 1, substr($text, 2)),
            'n' => $statement->bindValue($index + 1, null, PDO::PARAM_NULL),
        };
    }
    $statement->execute();
    return $statement;
}

function scrolled(PDO $database, string $sql): void
{
    $statement = $database->prepare($sql, [PDO::ATTR_CURSOR => PDO::CURSOR_SCROLL]);
    $statement->execute();
    foreach ([PDO::FETCH_ORI_NEXT, PDO::FETCH_ORI_LAST, PDO::FETCH_ORI_PRIOR, PDO::FETCH_ORI_FIRST] as $orientation) {
        echo $statement->fetch(PDO::FETCH_NUM, $orientation)[0], RECORD;
    }
}

function answer(PDO $database, array $step): void
{
    match ($step[0]) {
        'rows' => emit_all($database->query($step[1])),
        'bind' => emit_all(bound($database, ...array_slice($step, 1))),
        'scroll' => scrolled($database, $step[1]),
    };
}

$options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_NUM];
$database = new PDO('odbc:' . $argv[1], null, null, $options);
while (($line = fgets(STDIN)) !== false) {
    try {
        answer($database, explode(UNIT, rtrim($line, "\n")));
    } catch (PDOException $error) {
        echo FAILED, $error->getMessage();
    }
    echo GROUP;
}
