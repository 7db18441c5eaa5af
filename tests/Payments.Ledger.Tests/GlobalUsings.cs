global using System.Collections.Immutable;
global using FsCheck;
global using FsCheck.Fluent;
global using Xunit;
global using Capture = Payments.Ledger.Records.Capture;
global using Record = Payments.Ledger.Records.Record;
