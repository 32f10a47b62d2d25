# Perl's DBD::ODBC.
use strict;
use warnings;
use DBI;

my ($unit, $record, $group, $nothing, $failed) = ("\x1f", "\x1e", "\x1d", "\x15", "\x18");
my $database = DBI->connect("dbi:ODBC:$ARGV[0]", '', '', { RaiseError => 1, PrintError => 0, LongReadLen => 1 << 20 });
my %steps = (
    rows    => sub { bound(@_) },
    bind    => sub { my ($sql, @parameters) = @_; bound($sql, map { parameter($_) } @parameters) },
    tables  => sub { column(2, $database->table_info(undef, undef, '%', 'TABLE,VIEW')) },
    columns => sub { column(3, $database->column_info(undef, undef, $_[0], '%')) },
    keys    => sub { column(3, $database->primary_key_info(undef, $_[1], $_[0])) },
);

sub emit { print join($unit, map { $_ // $nothing } @_), $record }
sub parameter { my ($kind, $text) = split /:/, $_[0], 2; return $kind eq 'n' ? undef : $text }
sub column { my ($index, $statement) = @_; emit($_->[$index]) for @{ $statement->fetchall_arrayref } }

sub bound {
    my ($sql, @parameters) = @_;
    my $statement = $database->prepare($sql);
    $statement->execute(@parameters);
    while (my $row = $statement->fetchrow_arrayref) { emit(@$row) }
}

$| = 1;
while (my $line = <STDIN>) {
    chomp $line;
    my ($verb, @rest) = split /$unit/, $line, -1;
    eval { $steps{$verb}->(@rest); 1 } or print $failed, $@;
    print $group;
}
$database->disconnect;
