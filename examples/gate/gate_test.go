// Package gate is an infrastructure repository in miniature, with the test that stands before its changes.
package gate

import (
	"testing"

	"fleettrust.example/scenario/suite"
)

func TestInfrastructure(t *testing.T) { suite.Suite{Least: 100}.Run(t, "rules") }
