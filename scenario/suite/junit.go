package suite

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The elements and attributes are those of jenkinsci/xunit-plugin, junit-10.xsd at 031e285 (read 2026-11-22), which Jenkins, GitLab and others read.
type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []*junitCase    `xml:"testcase"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Time    string        `xml:"time,attr"`
	Skipped *junitMessage `xml:"skipped"`
	Failure *junitMessage `xml:"failure"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// write writes the results to a file, and to the folder that the environment names.
func (r *results) write(file string) error {
	var files []string
	if file != "" {
		files = append(files, file)
	}
	if dir := os.Getenv("FLEETTRUST_JUNIT"); dir != "" {
		here, err := os.Getwd()
		if err != nil {
			return err
		}
		files = append(files, filepath.Join(dir, filepath.Base(here)+"."+strings.ReplaceAll(r.name, "/", "_")+".xml"))
	}
	for _, name := range files {
		text, err := xml.MarshalIndent(r.report(), "", "  ")
		if err == nil {
			err = os.WriteFile(name, append([]byte(xml.Header), append(text, '\n')...), 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *results) report() junitSuites {
	s := junitSuite{Name: r.name, Tests: len(r.cases), Cases: r.cases, Time: "0.000"}
	var took float64
	for _, c := range r.cases {
		var one float64
		fmt.Sscan(c.Time, &one)
		took += one
		if c.Failure != nil {
			s.Failures++
		}
		if c.Skipped != nil {
			s.Skipped++
		}
	}
	s.Time = fmt.Sprintf("%.3f", took)
	for _, sort := range sorts {
		all, missed := r.covered.of(sort.one)
		s.Properties = append(s.Properties,
			junitProperty{"coverage." + sort.many, fmt.Sprintf("%d of %d", all-len(missed), all)},
			junitProperty{"coverage." + sort.many + ".untouched", strings.Join(missed, " ")})
	}
	return junitSuites{Suites: []junitSuite{s}}
}
