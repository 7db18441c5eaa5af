using Azure;
using Azure.Data.Tables.Models;

namespace Payments.Tables.Storage;

/// <summary>
/// Table Storage's response if another write came first. It may also be the echo of one's own write: the pipeline
/// resends a request whose first response was lost.
/// </summary>
internal static class StorageFailures
{
    /// <summary>
    /// True only if an entity to be inserted exists, or one to be replaced or deleted was changed or is gone.
    /// </summary>
    public static bool IsConflict(this RequestFailedException failure) => failure.Status switch
    {
        409 => failure.ErrorCode == TableErrorCode.EntityAlreadyExists.ToString(),
        // UpdateConditionNotSatisfied, and ConditionNotMet of the storage services in general; 412 has no other
        // meaning.
        412 => true,
        // A missing table has its own code, and is an error.
        404 => failure.ErrorCode == TableErrorCode.ResourceNotFound.ToString(),
        _ => false,
    };
}
