import BerthDocument
import BerthModel
import Testing

struct HealthTests {
    @Test func goodHealthHasNoMessages() {
        #expect(Health(status: .pass, version: "0.1.0").document(for: .json) == ["status": "PASS", "version": "0.1.0"])
    }

    @Test func badHealthSaysWhy() {
        let health = Health(status: .fail, version: nil, messages: ["The disk is full."])
        #expect(health.document(for: .json) == ["status": "FAIL", "messages": ["The disk is full."]])
        #expect(health.document(for: .xml) == ["status": "FAIL", "messages": ["message": ["The disk is full."]]])
    }
}
