namespace Azure.Data.Tables.Protocol;

/// <summary>Property names and types with a meaning of their own in the protocol's JSON.</summary>
internal static class WireNames
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";
    public const string Timestamp = "Timestamp";
    public const string ETag = "odata.etag";
    public const string Metadata = "odata.metadata";
    public const string TypeSuffix = "@odata.type";

    public const string EdmBinary = "Edm.Binary";
    public const string EdmBoolean = "Edm.Boolean";
    public const string EdmDateTime = "Edm.DateTime";
    public const string EdmDouble = "Edm.Double";
    public const string EdmGuid = "Edm.Guid";
    public const string EdmInt32 = "Edm.Int32";
    public const string EdmInt64 = "Edm.Int64";
    public const string EdmString = "Edm.String";
}
