import BerthDocument
import BerthModel

/// What the description shows as examples.
enum RequestExample {
    /// The same as `examples/hello-container.yaml`.
    static let helloContainer: Document = [
        "executable": [
            "kind": .text(Kind.dockerContainer.uri),
            "meta": ["name": "hello"],
            "image": ["locations": ["localhost/berth-hello:1"]],
        ],
        "compute": [
            "kind": .text(Kind.simpleCompute.uri),
            "cores": ["min": 1],
            "memory": ["min": 1],
        ],
    ]

    /// The same as `examples/accept.yaml`.
    static let accept: Document = [
        "kind": .text(Kind.enumValueUpdate.uri), "path": "phase", "value": "ACCEPTED",
    ]
}
