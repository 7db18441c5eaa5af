using Azure;
using Azure.Data.Tables.Models;

namespace Payments.Tables.Storage;

/// <summary>
/// What Table Storage answers when another write came first. It may also be the echo of one's own: the pipeline sends a
/// request again when its first answer was lost.
/// </summary>
internal static class StorageConflict
{
    /// <summary>What must not be there is there, or what must be unchanged is changed or gone; nothing else.</summary>
    public static bool IsConflict(RequestFailedException failure) => failure.Status switch
    {
        409 => failure.ErrorCode == TableErrorCode.EntityAlreadyExists.ToString(),
        // UpdateConditionNotSatisfied, and ConditionNotMet of the storage services in general: it has no other meaning.
        412 => true,
        // A missing table has a code of its own, and is a fault.
        404 => failure.ErrorCode == TableErrorCode.ResourceNotFound.ToString(),
        _ => false,
    };
}
