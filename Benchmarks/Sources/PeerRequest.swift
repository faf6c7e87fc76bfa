/// The request as a user of Foundation would write it: Codable structs, and enums told apart by `kind`.
struct PeerRequest: Codable {
    struct Meta: Codable {
        var uuid: String?
        var name: String?
        var description: String?
    }

    struct Range: Codable {
        var min: Int64?
        var max: Int64?
    }

    struct Image: Codable {
        struct Platform: Codable {
            var architecture: String?
            var os: String?
        }
        var locations: [String]
        var digest: String?
        var platform: Platform?
    }

    struct Container: Codable {
        var kind: String
        var meta: Meta?
        var image: Image
        var privileged: Bool?
        var entrypoint: String?
        var command: [String]?
        var environment: [String: String]?
    }

    struct Notebook: Codable {
        var kind: String
        var meta: Meta?
        var location: String
    }

    enum Executable: Codable {
        case container(Container)
        case notebook(Notebook)

        init(from decoder: any Decoder) throws {
            switch try Kind.name(decoder) {
            case "docker-container.yaml": self = .container(try Container(from: decoder))
            case "jupyter-notebook.yaml": self = .notebook(try Notebook(from: decoder))
            default: throw Kind.unknown(decoder)
            }
        }

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .container(let container): try container.encode(to: encoder)
            case .notebook(let notebook): try notebook.encode(to: encoder)
            }
        }
    }

    struct Volume: Codable {
        enum Mode: String, Codable {
            case readOnly = "READONLY"
            case readWrite = "READWRITE"
        }
        var kind: String
        var meta: Meta?
        var path: String?
        var mode: Mode?
        var resource: String?
    }

    struct Compute: Codable {
        var kind: String
        var meta: Meta?
        var cores: Range?
        var memory: Range?
        var volumes: [Volume]?
    }

    struct Storage: Codable {
        var kind: String
        var meta: Meta?
        var size: Range?
    }

    struct SimpleData: Codable {
        var kind: String
        var meta: Meta?
        var storage: String?
        var location: String
    }

    struct S3Data: Codable {
        var kind: String
        var meta: Meta?
        var storage: String?
        var endpoint: String
        var template: String?
        var bucket: String
        var object: String
    }

    enum DataResource: Codable {
        case simple(SimpleData)
        case s3(S3Data)

        init(from decoder: any Decoder) throws {
            switch try Kind.name(decoder) {
            case "simple-data-resource.yaml": self = .simple(try SimpleData(from: decoder))
            case "S3-data-resource.yaml": self = .s3(try S3Data(from: decoder))
            default: throw Kind.unknown(decoder)
            }
        }

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .simple(let data): try data.encode(to: encoder)
            case .s3(let data): try data.encode(to: encoder)
            }
        }
    }

    struct Schedule: Codable {
        struct Requested: Codable {
            var start: String?
            var duration: String?
        }
        var requested: Requested?
    }

    var meta: Meta?
    var executable: Executable
    var compute: Compute?
    var storage: [Storage]?
    var data: [DataResource]?
    var schedule: Schedule?
}

private enum Kind {
    private enum Key: CodingKey { case kind }

    /// The last part of the kind.
    static func name(_ decoder: any Decoder) throws -> Substring {
        let kind = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .kind)
        return kind.split(separator: "/").last ?? ""
    }

    static func unknown(_ decoder: any Decoder) -> DecodingError {
        .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "unknown kind"))
    }
}
