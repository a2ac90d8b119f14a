// Package pool gives the meaning of IAM member strings.
package pool
