import Testing

@testable import BerthWES

struct LookedAtDocumentTests {
    @Test(
        arguments: [
            ("cwlVersion: v1.2\nclass: Workflow\n", "v1.2"), (#"{"cwlVersion": "v1.0"}"#, "v1.0"),
            ("#!/usr/bin/env cwl-runner\ncwlVersion: v1.1\n", "v1.1"), ("class: Workflow\n", nil), ("{", nil),
        ] as [(String, String?)])
    func versions(_ text: String, _ version: String?) {
        #expect(LookedAtDocument.versionOfCWL(Array(text.utf8)) == version)
    }
}
