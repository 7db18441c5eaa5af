using System.Globalization;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

public class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        foreach (var key in requestFailedException.Data.Keys)
            Data[key] = requestFailedException.Data[key];

        if (int.TryParse(Data[ErrorDetails.FailedEntityIndex] as string, CultureInfo.InvariantCulture, out var index))
            FailedTransactionActionIndex = index;
    }

    /// <summary>Where in the submitted actions the refused one stands; null if the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }
}
