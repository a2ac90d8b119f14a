package contest

// peers are those that can be measured, the toughest first.
var peers = []peer{
	{name: "maps", about: "struct-key maps, a careful day", build: buildMaps},
	{name: "tuned", about: "maps of indices, more days", build: buildTuned},
	{name: "sqlite", about: "SQLite in memory (modernc)", build: buildSQLite},
	{name: "opa", about: "OPA, in the program, values of its own", build: buildOPA},
	{name: "gonum", about: "gonum's own walk", build: buildGonum},
	{name: "casbin", about: "casbin's role manager", build: buildCasbin},
	{name: "cedar", about: "cedar-go, which answers checks alone", build: buildCedar},
	{name: "openfga", about: "OpenFGA, in the program, on a file of SQLite", build: buildOpenFGA, most: 20_000, why: "it takes many minutes to tell it of more than 20,000 KSAs"},
}
