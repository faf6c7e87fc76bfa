/// Data known to an IVOA service.
public struct IvoaData: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var storage: String?
    public var ivoa: IvoaObject?

    public init() {}

    public static let shape = Shape<IvoaData>(
        "IvoaDataResource", "Data known to an IVOA service.", Field.inline(\.component), Field.inline(\.life),
        [
            Field("storage", \.storage, DataResource.storageSummary),
            Field("ivoa", \.ivoa, "Identifier, ObsCore row or DataLink row of the data."),
        ])
}

/// Identifier, ObsCore row or DataLink row of data.
public struct IvoaObject: Shaped {
    public var ivoid: String?
    public var obscore: ObsCoreRow?
    public var datalink: DataLinkRow?

    public init() {}

    public static let shape = Shape<IvoaObject>(
        "IvoaObject", "Identifier, ObsCore row or DataLink row of data.",
        [
            Field("ivoid", \.ivoid, "IVOA identifier."),
            Field("obscore", \.obscore, "ObsCore row."),
            Field("datalink", \.datalink, "DataLink row."),
        ])
}

/// A row of ObsCore. Source: IVOA ObsCore 1.1, table 1.
public struct ObsCoreRow: Shaped {
    public var obsID: String?
    public var obsCollection: String?
    public var obsPublisherDID: String?
    public var obsCreatorDID: String?
    public var dataproductType: String?
    public var calibLevel: Int64?
    public var accessURL: String?
    public var accessFormat: String?

    public init() {}

    public static let shape = Shape<ObsCoreRow>(
        "IvoaObsCoreItem", "A row of ObsCore.",
        [
            Field("obs_id", \.obsID, "Identifier of the observation."),
            Field("obs_collection", \.obsCollection, "Name of the collection."),
            Field("obs_publisher_did", \.obsPublisherDID, "Identifier given by the publisher."),
            Field("obs_creator_did", \.obsCreatorDID, "Identifier given by the creator."),
            Field("dataproduct_type", \.dataproductType, "Type of the data product."),
            Field("calib_level", \.calibLevel, "Calibration level, 0 to 4."),
            Field("access_url", \.accessURL, "URL of the data."),
            Field("access_format", \.accessFormat, "Media type of the data."),
        ])
}

/// A row of DataLink. Source: IVOA DataLink 1.1, table 1.
public struct DataLinkRow: Shaped {
    public var id: String?
    public var accessURL: String?
    public var serviceDef: String?
    public var errorMessage: String?
    public var description: String?
    public var semantics: String?
    public var contentType: String?
    public var contentLength: Int64?
    public var contentQualifier: String?
    public var localSemantics: String?
    public var linkAuth: String?
    public var linkAuthorized: String?

    public init() {}

    public static let shape = Shape<DataLinkRow>(
        "IvoaDataLinkItem", "A row of DataLink.",
        [
            Field("ID", \.id, "Identifier of the data."),
            Field("access_url", \.accessURL, "URL of the link."),
            Field("service_def", \.serviceDef, "Reference to a service descriptor."),
            Field("error_message", \.errorMessage, "Why there is no link."),
            Field("description", \.description, "Description for people."),
            Field("semantics", \.semantics, "Term of the DataLink vocabulary."),
            Field("content_type", \.contentType, "Media type of the content."),
            Field("content_length", \.contentLength, "Size of the content.", unit: .byte),
            Field("content_qualifier", \.contentQualifier, "Kind of the data product."),
            Field("local_semantics", \.localSemantics, "Term that tells links of one semantics apart."),
            Field("link_auth", \.linkAuth, "Whether the link needs authentication."),
            Field("link_authorized", \.linkAuthorized, "Whether the caller may follow the link."),
        ])
}

/// Data of the SKA Observatory.
public struct SkaoData: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var storage: String?
    public var ivoa: IvoaObject?
    public var skao: SkaoObject?

    public init() {}

    public static let shape = Shape<SkaoData>(
        "SkaoDataResource", "Data of the SKA Observatory.", Field.inline(\.component), Field.inline(\.life),
        [
            Field("storage", \.storage, DataResource.storageSummary),
            Field("ivoa", \.ivoa, "Identifier, ObsCore row or DataLink row of the data."),
            Field("skao", \.skao, "Name, size, checksum and replicas of the data."),
        ])
}

/// Name, size, checksum and replicas of data of the SKA Observatory.
public struct SkaoObject: Shaped {
    public var namespace: String?
    public var objectname: String?
    public var objecttype: RucioObjectType?
    public var datasize: Int64?
    public var checksum: Checksum?
    public var replicas: [SkaoReplica] = []

    public init() {}

    public static let shape = Shape<SkaoObject>(
        "SkaoObject", "Name, size, checksum and replicas of data of the SKA Observatory.",
        [
            Field("namespace", \.namespace, "Namespace of the object."),
            Field("objectname", \.objectname, "Name of the object."),
            Field("objecttype", \.objecttype, "What the name stands for."),
            Field("datasize", \.datasize, "Size of the object.", unit: .byte),
            Field("checksum", \.checksum, "Checksum of the object."),
            Field("replicas", \.replicas, "Where copies are."),
        ])
}

/// A checksum and its algorithm.
public struct Checksum: Shaped {
    public var type: String?
    public var value: String?

    public init() {}

    public static let shape = Shape<Checksum>(
        "Checksum", "A checksum and its algorithm.",
        [
            Field("type", \.type, "Name of the algorithm: sha256, md5, adler32."),
            Field("value", \.value, "Hexadecimal digits."),
        ])
}

/// A copy of data at a storage element.
public struct SkaoReplica: Shaped {
    public var rsename: String?
    public var dataurl: String?

    public init() {}

    public static let shape = Shape<SkaoReplica>(
        "SkaoReplica", "A copy of data at a storage element.",
        [
            Field("rsename", \.rsename, "Name of the storage element."),
            Field("dataurl", \.dataurl, "URL of the copy."),
        ])
}
