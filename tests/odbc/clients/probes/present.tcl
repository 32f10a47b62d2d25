package require tdbc::odbc
