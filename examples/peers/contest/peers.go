package contest

// peers are those that can be measured, the toughest first.
var peers = []peer{
	{name: "maps", about: "struct-key maps, a careful day", build: buildMaps},
	{name: "tuned", about: "maps of indices, more days", build: buildTuned},
	{name: "sqlite", about: "SQLite in memory (modernc)", build: buildSQLite},
	{name: "gonum", about: "gonum's own walk", build: buildGonum},
	{name: "casbin", about: "casbin's role manager", build: buildCasbin},
}
