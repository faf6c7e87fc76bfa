import BerthModel
import Testing

/// The kinds of WIRE.md §2, written out from there.
@Suite struct KindTests {
    static let base = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds"

    static let standard: [(kind: Kind, family: String, name: String)] = [
        (.dockerContainer, "executable", "docker-container"),
        (.singularityContainer, "executable", "singularity-container"),
        (.jupyterNotebook, "executable", "jupyter-notebook"),
        (.simpleCompute, "compute", "simple-compute-resource"),
        (.simpleStorage, "storage", "simple-storage-resource"),
        (.simpleVolume, "volume", "simple-volume-mount"),
        (.simpleData, "data", "simple-data-resource"),
        (.s3Data, "data", "S3-data-resource"),
        (.rucioData, "data", "rucio-data-resource"),
        (.ivoaData, "data", "ivoa-data-resource"),
        (.skaoData, "data", "skao-data-resource"),
        (.simpleSession, "session", "simple-execution-session"),
        (.scheduledSession, "session", "scheduled-execution-session"),
        (.offerSet, "offerset", "execution-offerset"),
        (.simpleCost, "costs", "simple-minmax-float-cost"),
        (.simpleMetric, "metrics", "simple-minmax-float-metric"),
    ]

    @Test(arguments: standard)
    func `Version 1.0 is written; older prefixes and the short name are read`(
        kind: Kind, family: String, name: String
    ) {
        #expect(kind.uri == "\(Self.base)/\(family)/\(name).yaml")
        #expect(kind.family == family)
        #expect(kind.name == name)
        for spelling in [
            kind.uri, name, "https://www.purl.org/ivoa.net/EB/schema/types/\(family)/\(name)-1.0",
            "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/\(family)/\(name)-1.0",
        ] {
            #expect(Kind(uri: spelling) == kind, "\(spelling)")
        }
    }

    @Test(arguments: [
        (Kind.cwlWorkflow, "cwl-workflow"), (.snakemakeWorkflow, "snakemake-workflow"), (.wesWorkflow, "wes-workflow"),
        (.batchScript, "batch-script"), (.pythonProgram, "python-program"),
    ])
    func `Kinds of ours have a prefix of ours, and no other`(kind: Kind, name: String) {
        #expect(kind.uri == "https://www.purl.org/berth/schema/v1.0/kinds/executable/\(name).yaml")
        #expect(Kind(uri: kind.uri) == kind)
        #expect(Kind(uri: name) == kind)
        #expect(Kind(uri: "\(Self.base)/executable/\(name).yaml") == nil)
    }

    @Test func `The older name of the family compute is read`() {
        for text in [
            "\(Self.base)/computer/simple-compute-resource.yaml",
            "https://www.purl.org/ivoa.net/EB/schema/types/computer/simple-compute-resource-1.0",
            "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/computer/simple-compute-resource-1.0",
        ] {
            #expect(Kind(uri: text) == .simpleCompute)
        }
    }

    @Test(arguments: [
        (Kind.stringValueOption, "uri:string-value-option"), (.enumValueOption, "uri:enum-value-option"),
        (.integerValueOption, "uri:integer-value-option"), (.integerDeltaOption, "uri:integer-delta-option"),
        (.stringValueUpdate, "uri:string-value-update"), (.enumValueUpdate, "uri:enum-value-update"),
        (.integerValueUpdate, "uri:integer-value-update"), (.integerDeltaUpdate, "uri:integer-delta-update"),
    ])
    func `Options and updates have short URIs`(kind: Kind, uri: String) {
        #expect(kind.uri == uri)
        #expect(Kind(uri: uri) == kind)
    }

    @Test(arguments: [
        "", "docker", "Docker-Container", "https://example.org/kinds/docker-container.yaml",
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/storage/docker-container.yaml",
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v2.0/kinds/executable/docker-container.yaml",
        "http://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/executable/docker-container.yaml ",
    ])
    func `Everything else is a stranger's`(uri: String) {
        #expect(Kind(uri: uri) == nil)
    }

    @Test func `No two kinds share a spelling`() {
        #expect(Set(Kind.known.map(\.uri)).count == Kind.known.count)
        #expect(Set(Kind.known.map(\.name)).count == Kind.known.count)
        for kind in Kind.known { #expect(Kind(uri: kind.uri) == kind) }
    }
}
