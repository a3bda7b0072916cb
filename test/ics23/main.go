// Verdicts of the published ICS-23 code on proofs, one JSON object a line: {"existence", "spec",
// "root", "key", "value", "proof"}, bytes in hex, `spec` and `proof` as protobuf. For each line it
// prints "accepted", "refused", "malformed" or "panic".
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	ics23 "github.com/cosmos/ics23/go"
)

const lineBytesMax = 16 << 20

type octets []byte

func (o *octets) UnmarshalJSON(text []byte) error {
	var digits string
	if err := json.Unmarshal(text, &digits); err != nil {
		return err
	}
	decoded, err := hex.DecodeString(digits)
	*o = decoded
	return err
}

type claim struct {
	Existence bool
	Spec      octets
	Root      octets
	Key       octets
	Value     octets
	Proof     octets
}

func verdict(c claim) (answer string) {
	defer func() {
		if recover() != nil {
			answer = "panic"
		}
	}()
	var spec ics23.ProofSpec
	var proof ics23.CommitmentProof
	if spec.Unmarshal(c.Spec) != nil || proof.Unmarshal(c.Proof) != nil {
		return "malformed"
	}
	holds := false
	if c.Existence {
		holds = ics23.VerifyMembership(&spec, ics23.CommitmentRoot(c.Root), &proof, c.Key, c.Value)
	} else {
		holds = ics23.VerifyNonMembership(&spec, ics23.CommitmentRoot(c.Root), &proof, c.Key)
	}
	if holds {
		return "accepted"
	}
	return "refused"
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, lineBytesMax)
	answers := bufio.NewWriter(os.Stdout)
	defer answers.Flush()
	for lines.Scan() {
		var c claim
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Fprintln(answers, verdict(c))
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
