package tenantstest

import "github.com/google/uuid"

// space keeps the ids of this world apart from any made elsewhere.
var space = uuid.MustParse("7a0b9d56-3d5f-4a37-9d0c-5a5d0f8f2f11")

// uuidOf is the same id for the same words, so that failures read alike from run to run.
func uuidOf(words string) string { return uuid.NewSHA1(space, []byte(words)).String() }
