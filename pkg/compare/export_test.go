package compare

// Broken are the statements that read breakdowns, for tests of their plans.
var Broken = map[string]string{"around": brokenPlaceSQL, "anywhere": brokenUnitSQL}
