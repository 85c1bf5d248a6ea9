package reference

import (
	"slices"
	"time"
)

// Membership is where an organisation belonged for a time. The zero time means ever since, or still.
type Membership struct {
	From, Until                            time.Time
	Parent, Board, BoardBasis, Region, Net string
}

// Timeline gives an organisation's memberships in order, from the participant list and the successions of trusts and care
// boards since. The list's own state holds without a beginning: it is right for the cohorts before.
func (d *Data) Timeline(o Row) ([]Membership, error) {
	tenants, boards := by(d.Tenants, "ods_code"), by(d.Boards, "ods_code")
	line := []Membership{{Parent: o["parent_ods_code"], Board: o["icb_ods_code"], BoardBasis: o["icb_basis"],
		Region: o["nhs_region_code"], Net: o["network_code"]}}
	for {
		last := &line[len(line)-1]
		trust, on, err := d.nextParent(last)
		if err != nil {
			return nil, err
		}
		board, boardOn, err := d.nextBoard(last)
		if err != nil {
			return nil, err
		}
		next := *last
		switch {
		case trust == nil && board == nil:
			return line, nil
		case board == nil || trust != nil && on.Before(boardOn):
			next.Parent = trust["successor_ods_code"]
			next.Net = tenants[next.Parent]["network_code"] // the network is the parent's
			last.Until = on
		default:
			next.Board, next.BoardBasis, next.Region = successorBoard(board, boards)
			last.Until = boardOn
			if trust != nil && on.Equal(boardOn) { // both on one day: one change, not a membership of no length
				next.Parent = trust["successor_ods_code"]
				next.Net = tenants[next.Parent]["network_code"]
			}
		}
		next.From, next.Until = last.Until, time.Time{}
		line = append(line, next)
	}
}

// nextParent is the succession that ends a membership's trust. A trust that was split says nothing about its sites.
func (d *Data) nextParent(m *Membership) (Row, time.Time, error) {
	for _, s := range d.TenantSuccessions {
		if s["predecessor_ods_code"] != m.Parent || s["kind"] == "split" {
			continue
		}
		on, err := day(s["effective_on"])
		if err != nil || on.After(m.From) {
			return s, on, err
		}
	}
	return nil, time.Time{}, nil
}

// nextBoard is what follows a membership's care board: all the successions of one day.
func (d *Data) nextBoard(m *Membership) ([]Row, time.Time, error) {
	var found []Row
	var when time.Time
	for _, s := range d.BoardSuccessions {
		if s["predecessor_ods_code"] != m.Board {
			continue
		}
		on, err := day(s["effective_on"])
		if err != nil {
			return nil, on, err
		}
		found, when = append(found, s), on
	}
	return found, when, nil
}

// successorBoard is the board that took over. When only parts of the old one passed on, which part a site lies in cannot be
// told: the board stays empty until somebody sets it, the region is kept when all parts share it.
func successorBoard(successions []Row, boards map[string]Row) (code, basis, region string) {
	regions := []string{}
	for _, s := range successions {
		regions = append(regions, boards[s["successor_ods_code"]]["nhs_region_code"])
	}
	slices.Sort(regions)
	regions = slices.Compact(regions)
	if len(regions) == 1 {
		region = regions[0]
	}
	if len(successions) == 1 && successions[0]["extent"] == "whole" {
		return successions[0]["successor_ods_code"], "succession", region
	}
	return "", "to be set", region
}

// holder is the tenant that holds an organisation on a day.
func holder(line []Membership, on time.Time) string {
	for _, m := range slices.Backward(line) {
		if !m.From.After(on) {
			return m.Parent
		}
	}
	return line[0].Parent
}
