# Tcl's tdbc::odbc.
package require tdbc::odbc
lassign {"\x1f" "\x1e" "\x1d" "\x15" "\x18"} unit record group nothing failed
chan configure stdin -encoding utf-8
chan configure stdout -encoding utf-8

proc emit {names row} {
    set cells [lmap name $names {expr {[dict exists $row $name] ? [dict get $row $name] : $::nothing}}]
    puts -nonewline [join $cells $::unit]$::record
}

# tdbc names its parameters: the marks of a statement become :p0, :p1 …
proc marked {sql} {
    set index -1
    while {[regsub {\?} $sql ":p[incr index]" sql]} {}
    return $sql
}

proc query {sql parameters} {
    set statement [::db prepare $sql]
    set results [$statement execute $parameters]
    set names [$results columns]
    while {[$results nextdict row]} {emit $names $row}
    $results close
    $statement close
}

proc step_rows {sql} {query $sql {}}
proc step_bind {sql args} {
    set values {}
    set index 0
    foreach given $args {
        if {![string match n:* $given]} {dict set values p$index [string range $given 2 end]}
        incr index
    }
    query [marked $sql] $values
}
proc step_tables {} {dict for {table row} [::db tables] {emit TABLE_NAME $row}}
proc step_columns {table} {dict for {column row} [::db columns $table] {emit column_name $row}}
proc step_keys {table schema} {foreach row [::db primarykeys $table] {emit columnName $row}}

tdbc::odbc::connection create db [lindex $argv 0]
while {[gets stdin line] >= 0} {
    set rest [lassign [split $line $unit] verb]
    if {[catch {step_$verb {*}$rest} problem options]} {
        puts -nonewline "$failed[dict get $options -errorcode] $problem"
    }
    puts -nonewline $group
}
db close
