package organization

import "math/rand/v2"

// dice draws numbers that are the same on every platform: all draws are of 32 bits, and none is a fraction.
type dice struct{ *rand.Rand }

// The streams of draws. Each part of an organization has its own, so that one does not depend on how much another draws.
const (
	placeStream = iota + 1
	grantStream
	policyStream
)

func newDice(seed, stream uint64) dice { return dice{rand.New(rand.NewPCG(seed, stream))} }

func (d dice) below(n int) int { return int(d.Uint32N(uint32(n))) }

func (d dice) percent(p int) bool { return d.below(100) < p }

// popularity draws from a list by Zipf's law, or evenly.
type popularity struct{ upTo []uint32 } // upTo[i] is the weight of all up to i

func popular(n int, skewed bool) popularity {
	p := popularity{make([]uint32, n)}
	sum := uint32(0)
	for i := range n {
		weight := uint32(1 << 20)
		if skewed {
			weight /= uint32(i + 1)
		}
		sum += weight
		p.upTo[i] = sum
	}
	return p
}

func (p popularity) draw(d dice) int {
	at := d.Uint32N(p.upTo[len(p.upTo)-1])
	i := 0
	for p.upTo[i] <= at {
		i++
	}
	return i
}

// Draw draws the organization of a size. The error is a size that no organization has.
func Draw(size Size) (*Organization, error) {
	if err := size.check(); err != nil {
		return nil, err
	}
	o := &Organization{size: size}
	o.drawNames()
	o.drawPlaces(newDice(size.Seed, placeStream))
	o.drawGrants(newDice(size.Seed, grantStream))
	if size.Policies {
		o.drawPolicies(newDice(size.Seed, policyStream))
	}
	return o, nil
}
